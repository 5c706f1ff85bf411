import { cleanMessage } from '@throughline/plugin-delivery-node';
import type { NamedValues } from '../objects/schemas';

/** As many as a run may have by the contract. */
const MAX_PARAMETERS = 50;
const MAX_LENGTH = 200;
const SECRET_NAME =
  /secret|passw|passphrase|token|credential|private|auth|cookie|signature|(^|[-_.])(pw|pat|key)s?([-_.]|$)|(api|access|ssh|deploy|signing)[-_.]?key/i;

/** Whether the name of a parameter says that its value is a secret. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name);
}

/** The parameters that a run was started with, those left out whose name says that their value is a secret. */
export function readParameters(
  values: NamedValues,
): Record<string, string> | undefined {
  const shown = values
    .filter(({ name }) => name !== '' && !isSecretName(name))
    .slice(0, MAX_PARAMETERS)
    .map(({ name, value }): [string, string] => [
      cleanMessage(name, MAX_LENGTH),
      cleanMessage(
        typeof value === 'string' ? value : JSON.stringify(value),
        MAX_LENGTH,
      ),
    ]);
  return shown.length > 0 ? Object.fromEntries(shown) : undefined;
}
