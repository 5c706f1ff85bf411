import type { Observation } from '@throughline/plugin-delivery-node';
import type { GitCursor } from './GitCursor';
import { scopeOf, SCOPES, wholeOf } from './RepositoryPass';

/** What is of no interest any more goes. */
export function* forget(
  cursor: GitCursor,
  interesting: ReadonlySet<string>,
): Generator<Observation> {
  for (const repository of [...cursor.repositories.keys()]) {
    if (!interesting.has(repository)) {
      cursor.repositories.delete(repository);
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
