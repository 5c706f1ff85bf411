import { cleanMessage } from '@throughline/plugin-delivery-node';
import type { ParameterNode } from '../api/schemas';

const MAX_PARAMETERS = 50;
const MAX_LENGTH = 300;

/** Classes of parameters that hold a secret, or a name that leads to one; Jenkins does not tell their values, most times. */
const SECRET_CLASS = /password|credential|secret|file/i;

/** Names that people give to what is secret, whatever its class. */
const SECRET_NAME =
  /pass(word|wd|phrase)?$|^pass(word|wd|phrase)|secret|token|credential|(api|access|private|signing)[._-]?key/i;

/** Whether a parameter, or a definition of one, may hold a secret, going by its class and its name. */
export function isSecretParameter(node: {
  _class?: string | null;
  name: string;
}): boolean {
  return SECRET_CLASS.test(node._class ?? '') || SECRET_NAME.test(node.name);
}

/** What a build was started with, as text; nothing that may be secret is among it. */
export function readParameters(
  nodes: readonly ParameterNode[],
): Record<string, string> {
  const entries = nodes
    .filter(node => !isSecretParameter(node))
    .flatMap(({ name, value }) =>
      value === undefined || value === null
        ? []
        : [[cleanMessage(name, 100), cleanMessage(String(value), MAX_LENGTH)]],
    )
    .filter(([name]) => name !== '');
  return Object.fromEntries(entries.slice(0, MAX_PARAMETERS));
}
