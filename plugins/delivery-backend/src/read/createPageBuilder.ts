import { type Ask, DatabaseObservationReader, QueryGatherer } from '../store';
import { PageBuilder } from './PageBuilder';
import { RecordLoader, type RecordLoaderOptions } from './RecordLoader';

/**
 * Makes what builds pages. Those that are built side by side share their statements.
 *
 * @param ask - sends queries otherwise, for tests
 */
export function createPageBuilder(
  options: Omit<RecordLoaderOptions, 'ask' | 'reader'>,
  ask: Ask = new QueryGatherer(options.knex).ask,
): PageBuilder {
  const reader = new DatabaseObservationReader(options.knex, ask);
  return new PageBuilder(new RecordLoader({ ...options, ask, reader }));
}
