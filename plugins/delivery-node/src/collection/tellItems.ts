import { MAX_BATCH, type Observation, type ObservedItem } from '../contract';
import type { ReadResult } from './ReadResult';

/**
 * Tells items in batches.
 *
 * @public
 */
export function* tellItems(
  scope: string,
  items: readonly ObservedItem[],
): Generator<Observation> {
  for (let from = 0; from < items.length; from += MAX_BATCH) {
    yield {
      type: 'observed',
      scope,
      items: items.slice(from, from + MAX_BATCH),
    };
  }
}

/**
 * Tells what could not be read.
 *
 * @public
 */
export function* tellMalformed(
  scope: string,
  results: readonly ReadResult<unknown>[],
): Generator<Observation> {
  for (const result of results) {
    if (result.type === 'malformed') {
      const { kind, key, description, reason } = result;
      yield {
        type: 'malformed',
        scope,
        item: { kind, ...(key ? { key } : {}), description },
        reason,
      };
    }
  }
}
