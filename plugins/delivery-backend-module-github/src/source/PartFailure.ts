import { SourceFailure } from '@throughline/plugin-delivery-node';
import type { ScopeKind } from '../collect/RepositoryPass';

/** Some kinds of a repository's items could not be looked at; the others could. */
export class PartFailure extends SourceFailure {
  readonly parts: ScopeKind[];

  constructor(failures: ReadonlyMap<ScopeKind, SourceFailure>) {
    const [first] = failures.values();
    const messages = new Set([...failures.values()].map(each => each.message));
    super(first.kind, [...messages].join('; '), {
      cause: first,
      retryAfterMs: first.retryAfterMs,
    });
    this.parts = [...failures.keys()];
  }
}
