import type { Observation } from '@throughline/plugin-delivery-node';

/** Tells of problems when they come and when they go, and not with every pass. */
export class Problems {
  /**
   * @param known - the scopes of those that were told; brought up to date
   * @param certain - false where more may have been told than is known, by a pass that was broken off
   */
  constructor(
    private readonly known: Set<string>,
    private readonly certain: boolean,
  ) {}

  /** A problem is told each time, as its reason may be another one. */
  *open(scope: string, reason: string): Generator<Observation> {
    this.known.add(scope);
    yield { type: 'problem', scope, reason };
  }

  *close(scope: string): Generator<Observation> {
    if (this.known.delete(scope) || !this.certain) {
      yield { type: 'problem', scope };
    }
  }

  *set(scope: string, reason: string | undefined): Generator<Observation> {
    yield* reason === undefined ? this.close(scope) : this.open(scope, reason);
  }

  *keepOnly(keep: (scope: string) => boolean): Generator<Observation> {
    for (const scope of [...this.known]) {
      if (!keep(scope)) {
        yield* this.close(scope);
      }
    }
  }
}
