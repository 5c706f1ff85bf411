import type { OperationInput } from '@throughline/plugin-delivery-common';

/**
 * An input with those of its parameters alone that are named. Of what was refused before its form was read nobody knows
 * which of them are secrets, and the log is kept for years.
 */
export function keepParameters(
  { parameters, ...input }: OperationInput,
  names: readonly string[],
): OperationInput {
  const kept = Object.entries(parameters ?? {}).filter(([name]) =>
    names.includes(name),
  );
  return kept.length > 0
    ? { ...input, parameters: Object.fromEntries(kept) }
    : input;
}
