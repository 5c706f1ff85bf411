import { InputError } from '@backstage/errors';
import type { OperationParameter } from '@throughline/plugin-delivery-common';

const MAX_LENGTH = 4000;

/**
 * Checks what a form was filled in with against what the upstream asks for.
 *
 * @throws InputError that names the field and says how to mend it
 */
export function checkParameters(
  values: Readonly<Record<string, string>>,
  parameters: readonly OperationParameter[],
): void {
  for (const [name, value] of Object.entries(values)) {
    const parameter = parameters.find(each => each.name === name);
    if (!parameter) {
      throw new InputError(
        `There is no field '${name.slice(0, 80)}'. ${
          parameters.length > 0
            ? `Fields are: ${parameters.map(each => each.name).join(', ')}.`
            : 'This takes none.'
        }`,
      );
    }
    const problem = problemOf(parameter, value);
    if (problem) {
      throw new InputError(`'${name}' ${problem}`);
    }
  }
}

/**
 * Checks that nothing is missing that must be given; a preview may be asked for before the form is filled in.
 *
 * @throws InputError that names the fields
 */
export function requireParameters(
  values: Readonly<Record<string, string>>,
  parameters: readonly OperationParameter[],
): void {
  const missing = parameters.filter(
    ({ name, required, defaultValue }) =>
      required && !values[name] && defaultValue === undefined,
  );
  if (missing.length > 0) {
    throw new InputError(
      `Fill in: ${missing.map(({ title, name }) => title ?? name).join(', ')}.`,
    );
  }
}

function problemOf(
  { type, choices, pattern }: OperationParameter,
  value: string,
): string | undefined {
  if (value.length > MAX_LENGTH) {
    return `is longer than ${MAX_LENGTH} characters.`;
  }
  if (type === 'choice' && !choices?.includes(value)) {
    return `must be one of: ${choices?.join(', ')}.`;
  }
  if (type === 'boolean' && value !== 'true' && value !== 'false') {
    return "must be 'true' or 'false'.";
  }
  if (type === 'number' && !/^-?\d+(\.\d+)?$/.test(value)) {
    return 'must be a number.';
  }
  return pattern !== undefined && !matches(pattern, value)
    ? `must look like ${pattern}.`
    : undefined;
}

/** A pattern of the upstream's that this program cannot read is left for the upstream to judge. */
function matches(pattern: string, value: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`).test(value);
  } catch {
    return true;
  }
}
