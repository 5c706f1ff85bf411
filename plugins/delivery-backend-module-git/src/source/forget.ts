import type {
  Observation,
  RepositoryCursor,
} from '@throughline/plugin-delivery-node';
import { scopeOf, SCOPES, wholeOf } from './RepositoryPass';
import type { RepositoryState } from './RepositoryState';

/** What is of no interest any more goes. */
export function* forget(
  cursor: RepositoryCursor<RepositoryState>,
  interesting: ReadonlySet<string>,
): Generator<Observation> {
  for (const repository of cursor.identities()) {
    if (!interesting.has(repository)) {
      cursor.delete(repository);
      for (const kind of SCOPES) {
        yield { type: 'listing', scope: scopeOf(repository, kind) };
        yield { type: 'listed', scope: scopeOf(repository, kind) };
      }
    }
  }
  for (const repository of [...cursor.problems]) {
    if (!interesting.has(repository)) {
      cursor.problems.delete(repository);
      yield { type: 'problem', scope: wholeOf(repository) };
    }
  }
}
