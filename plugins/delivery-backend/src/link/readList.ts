import type { EntityWarning } from '@throughline/plugin-delivery-common';
import type { EntityFacts } from './EntityFacts';

/** Reads an annotation that is a list separated by commas; undefined where there is none, or nothing in it. */
export function readList(
  entity: EntityFacts,
  annotation: string,
  warnings: EntityWarning[],
): string[] | undefined {
  const value = entity.annotations[annotation];
  if (value === undefined) {
    return undefined;
  }
  const parts = value
    .split(',')
    .map(part => part.trim())
    .filter(part => part !== '');
  if (parts.length === 0) {
    warnings.push({
      annotation,
      message: 'It is empty. Give it a value, or remove it.',
    });
    return undefined;
  }
  return [...new Set(parts)];
}
