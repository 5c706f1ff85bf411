import { cleanMessage, SourceFailure } from '@throughline/plugin-delivery-node';
import { isSecretName, TOKEN_INPUT } from './fields';
import type { Dispatchable } from './parseWorkflow';

/**
 * What a workflow is run with. What is not given is left to its own defaults.
 *
 * @param token - of the operation, for workflows that ask for it
 * @throws SourceFailure of kind `configuration` where the file, as it is at the chosen ref, does not ask for what is
 * given, asks for more, or where a value may be a secret
 */
export function dispatchInputs(
  { inputs }: Dispatchable,
  given: Readonly<Record<string, string>>,
  token: string,
): Record<string, string> {
  const sent: Record<string, string> = { ...given };
  for (const name of Object.keys(given)) {
    if (!inputs.some(input => input.name === name)) {
      throw refused(name, 'is not asked for there');
    }
    if (isSecretName(name)) {
      throw refused(name, 'may be a secret, and is not taken here');
    }
  }
  for (const input of inputs) {
    if (input.name === TOKEN_INPUT) {
      sent[TOKEN_INPUT] = token;
    } else if (
      input.required &&
      !sent[input.name] &&
      input.default === undefined
    ) {
      throw refused(input.name, 'must be filled in there');
    }
  }
  return sent;
}

function refused(name: string, why: string): SourceFailure {
  return new SourceFailure(
    'configuration',
    `The input '${cleanMessage(name, 100)}' ${why}`,
  );
}
