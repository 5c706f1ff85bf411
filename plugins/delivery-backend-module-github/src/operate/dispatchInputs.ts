import { cleanMessage, SourceFailure } from '@throughline/plugin-delivery-node';
import { TOKEN_INPUT } from './fields';
import { isSecretName } from './isSecretName';
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
  for (const name of Object.keys(given)) {
    if (!inputs.some(input => input.name === name)) {
      throw refused(name, 'is not asked for there');
    }
    if (isSecretName(name)) {
      throw refused(name, 'may be a secret, and is not taken here');
    }
  }
  const sent: Record<string, string> = {
    ...given,
    ...(inputs.some(({ name }) => name === TOKEN_INPUT)
      ? { [TOKEN_INPUT]: token }
      : {}),
  };
  const missing = inputs.find(
    ({ name, required, defaultValue }) =>
      required && !sent[name] && defaultValue === undefined,
  );
  if (missing) {
    throw refused(missing.name, 'must be filled in there');
  }
  return sent;
}

function refused(name: string, why: string): SourceFailure {
  return new SourceFailure(
    'configuration',
    `The input '${cleanMessage(name, 100)}' ${why}`,
  );
}
