import {
  type RepositoryCursor,
  MAX_BATCH,
  type Observation,
} from '@throughline/plugin-delivery-node';
import type { Outcome } from './Outcome';
import type { RepositoryState } from './RepositoryState';

function scopeOf(repository: string): string {
  return `repository:${repository}`;
}

/** What an outcome means, and is remembered as in the cursor. */
export function tell(
  outcome: Outcome,
  cursor: RepositoryCursor<RepositoryState>,
): Observation[] {
  const { repository } = outcome.interest;
  const scope = scopeOf(repository);
  if ('failure' in outcome) {
    cursor.problems.add(repository);
    return [{ type: 'problem', scope, reason: outcome.failure.message }];
  }
  if ('missing' in outcome) {
    cursor.problems.add(repository);
    const problem: Observation = {
      type: 'problem',
      scope,
      reason: `${repository} is not known to the registry, or the credentials may not see it`,
    };
    if (!outcome.missing.repositoryUnknown) {
      return [problem];
    }
    cursor.delete(repository);
    return [{ type: 'listing', scope }, { type: 'listed', scope }, problem];
  }
  const observations: Observation[] = [];
  if (cursor.problems.delete(repository)) {
    observations.push({ type: 'problem', scope });
  }
  cursor.set(repository, outcome.reading.state);
  const { listing } = outcome.reading;
  if (!listing) {
    return observations.length > 0 ? observations : [{ type: 'alive' }];
  }
  observations.push({ type: 'listing', scope });
  for (let from = 0; from < listing.items.length; from += MAX_BATCH) {
    const items = listing.items.slice(from, from + MAX_BATCH);
    observations.push({ type: 'observed', scope, items });
  }
  for (const { key, reason } of listing.unreadable) {
    observations.push({
      type: 'malformed',
      scope,
      item: { kind: 'artifact', key, description: key },
      reason,
    });
  }
  observations.push({ type: 'listed', scope });
  return observations;
}

/** What is of no interest any more goes. */
export function* forget(
  cursor: RepositoryCursor<RepositoryState>,
  interesting: ReadonlySet<string>,
): Generator<Observation> {
  for (const repository of cursor.identities()) {
    if (!interesting.has(repository)) {
      cursor.delete(repository);
      yield { type: 'listing', scope: scopeOf(repository) };
      yield { type: 'listed', scope: scopeOf(repository) };
    }
  }
  for (const repository of [...cursor.problems]) {
    if (!interesting.has(repository)) {
      cursor.problems.delete(repository);
      yield { type: 'problem', scope: scopeOf(repository) };
    }
  }
}
