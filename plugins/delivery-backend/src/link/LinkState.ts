import { setImmediate as nextTurn } from 'node:timers/promises';
import type { LinkingConfig } from '../config/linking';
import type { EnvironmentRule } from '../config/environments';
import type { PageStore } from '../read/PageStore';
import type { ObservationReader } from '../store';
import { parseClaims, type ClaimContext } from './claims';
import type { EntityFacts } from './EntityFacts';
import { interestsOf } from './interests';
import { Linker } from './Linker';
import type { LinkStore } from './LinkStore';
import { factsOfTarget } from './TargetFacts';

const PAGE = 500;

/** What the worker holds in memory; all of it can be made again from the database. */
export class LinkState {
  readonly linker: Linker;
  /** Whether what is worth observing may have changed. */
  interestsDue = true;
  readonly #wanted = new Map<string, string[]>();

  constructor(
    private readonly options: {
      environments: readonly EnvironmentRule[];
      linking: LinkingConfig;
      claims: ClaimContext;
    },
  ) {
    const { environments, linking } = options;
    this.linker = new Linker(
      { environments, trust: linking.trust },
      linking.clusters,
    );
  }

  /** Reads all of it; a database that never waits would let nobody else have a turn meanwhile. */
  async load(
    links: LinkStore,
    pages: PageStore,
    reader: ObservationReader,
  ): Promise<void> {
    for await (const entities of links.entities()) {
      entities.forEach(entity => this.claim(entity, { mark: false }));
      await nextTurn();
    }
    for (let after: string | undefined; ; ) {
      const targets = await reader.targets({
        limit: PAGE,
        ...(after ? { after } : {}),
      });
      if (targets.length === 0) {
        break;
      }
      targets.forEach(each => this.linker.setTarget(factsOfTarget(each)));
      after = targets[targets.length - 1].id;
      await nextTurn();
    }
    for await (const placements of links.placements()) {
      for (const { targetId, hash, entities } of placements) {
        this.linker.remember(targetId, { hash, entities });
      }
      await nextTurn();
    }
    for await (const wanted of pages.wanted()) {
      wanted
        .filter(({ shas }) => shas.length > 0)
        .forEach(({ ref, shas }) => this.#wanted.set(ref, shas));
    }
  }

  /** @param options - `mark`: have the targets looked at that it claims; not needed before a look at all of them */
  claim(entity: EntityFacts, options: { mark: boolean }): void {
    const claims = {
      ...parseClaims(entity, this.options.claims),
      // For pages only, which parse them for themselves.
      warnings: [],
      tried: [],
    };
    if (options.mark) {
      this.linker.setEntity({ entity, claims });
    } else {
      this.linker.claims.set({ entity, claims });
    }
  }

  /** Notes the commits that a page has found to be running. */
  rememberWanted(ref: string, shas: readonly string[]): void {
    const before = this.#wanted.get(ref) ?? [];
    if (before.join() === shas.join()) {
      return;
    }
    this.interestsDue = true;
    if (shas.length > 0) {
      this.#wanted.set(ref, [...shas]);
    } else {
      this.#wanted.delete(ref);
    }
  }

  interests() {
    return interestsOf(this.linker, ref => this.#wanted.get(ref) ?? []);
  }
}
