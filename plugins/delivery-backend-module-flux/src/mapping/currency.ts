import { conditionOf } from '../objects/base';
import type { BaseFacts } from '../objects/facts';

/** Whether what a controller said is of the object as it is now: `unknown` where it does not say of which. */
export type Currency = 'current' | 'stale' | 'unknown';

/** Compares the generation that was looked at with the one there is. */
export function currencyOf(facts: BaseFacts): Currency {
  const { generation, observedGeneration } = facts;
  if (generation === undefined) {
    return 'unknown';
  }
  const ready = conditionOf(facts, 'Ready')?.observedGeneration;
  const seen = [observedGeneration, ready].filter(one => one !== undefined);
  if (seen.length === 0) {
    return 'unknown';
  }
  return seen.every(one => one >= generation) ? 'current' : 'stale';
}
