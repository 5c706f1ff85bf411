import type { OperationParameter } from '@throughline/plugin-delivery-common';

/** As long as the backend takes. */
export const MAX_VALUE_LENGTH = 4_000;

/** What is wrong with a field. */
export type ParameterProblem =
  | { problem: 'required' | 'number' | 'choice' | 'tooLong' }
  | { problem: 'pattern'; pattern: string };

/** A pattern of the upstream's that this browser cannot read is left for the backend to judge. */
function matches(pattern: string, value: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`).test(value);
  } catch {
    return true;
  }
}

/** What is wrong with what a field was filled in with, by the rules that the backend has too. */
export function problemOf(
  parameter: OperationParameter,
  value: string,
): ParameterProblem | undefined {
  const { type, required, choices, pattern } = parameter;
  if (type === 'secret') {
    return undefined;
  }
  if (value === '') {
    return required && type !== 'boolean' ? { problem: 'required' } : undefined;
  }
  if (value.length > MAX_VALUE_LENGTH) {
    return { problem: 'tooLong' };
  }
  if (type === 'choice' && !choices?.includes(value)) {
    return { problem: 'choice' };
  }
  if (type === 'number' && !/^-?\d+(\.\d+)?$/.test(value)) {
    return { problem: 'number' };
  }
  return pattern !== undefined && !matches(pattern, value)
    ? { problem: 'pattern', pattern }
    : undefined;
}

/** The form as it is when it opens. */
export function initialValues(
  parameters: readonly OperationParameter[],
): Record<string, string> {
  return Object.fromEntries(
    parameters.map(({ name, type, defaultValue }) => [
      name,
      defaultValue ?? (type === 'boolean' ? 'false' : ''),
    ]),
  );
}

/** What is sent of a form: what was left empty is not, and secrets never are. */
export function filledIn(
  parameters: readonly OperationParameter[],
  values: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(
    parameters
      .filter(({ name, type }) => type !== 'secret' && values[name])
      .map(({ name }) => [name, values[name]]),
  );
}
