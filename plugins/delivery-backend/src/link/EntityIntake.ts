import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Lease } from '../store';
import type { CatalogChanges, CatalogFollower } from './CatalogFollower';
import type { LinkState } from './LinkState';
import type { LinkStore } from './LinkStore';
import { Wake } from './Wake';

/** Above this many, looking at every target once is cheaper than for each entity. */
const MANY = 50;

/** What taking entities in needs. */
export interface EntityIntakeOptions {
  state: LinkState;
  links: LinkStore;
  catalog: CatalogFollower;
  logger: LoggerService;
  /** The shortest time between two looks at the catalog. */
  pollMs: number;
  /** Called when there is something to take. */
  onFound: () => void;
}

/** Brings what the catalog says into the state of the linking. */
export class EntityIntake {
  readonly #found: CatalogChanges[] = [];

  constructor(private readonly options: EntityIntakeOptions) {}

  /** Looks at the catalog again and again, until the signal is aborted. */
  async follow(signal: AbortSignal): Promise<void> {
    const { catalog, state, logger, pollMs, onFound } = this.options;
    const { claims } = state.linker;
    while (!signal.aborted) {
      const begin = Date.now();
      try {
        const found = await catalog.look(
          ref => claims.get(ref)?.entity.etag,
          [...claims.all()].map(({ entity }) => entity.ref),
        );
        if (found.changed.length > 0 || found.gone.length > 0) {
          this.#found.push(found);
          onFound();
        }
      } catch (error) {
        logger.warn('The catalog could not be asked', error as Error);
      }
      // A large catalog is asked less often, so that following it stays a small part of its work.
      await new Wake().sleep(
        Math.max(pollMs, 20 * (Date.now() - begin)),
        signal,
      );
    }
  }

  /** @returns whether there was anything */
  async take(lease: Lease): Promise<boolean> {
    const found = this.#found.shift();
    if (found) {
      await this.#apply(found, lease);
    }
    return (await this.#takeHints(lease)) || found !== undefined;
  }

  async #takeHints(lease: Lease): Promise<boolean> {
    const { links, catalog, state, logger } = this.options;
    const refs = await links.hints(100);
    if (refs.length === 0) {
      return false;
    }
    try {
      const { changed, gone } = await catalog.fetch(refs);
      const known = gone.filter(ref => state.linker.claims.get(ref));
      await this.#apply({ changed, gone: known }, lease);
    } catch (error) {
      logger.warn(
        'The catalog could not be asked for entities that were opened',
        error as Error,
      );
    }
    // A hint is not worth a second try: the next regular look finds what this one has missed.
    await links.removeHints(refs);
    return true;
  }

  async #apply(found: CatalogChanges, lease: Lease): Promise<void> {
    const { state, links } = this.options;
    const { linker } = state;
    const changed = found.changed.filter(
      each => linker.claims.get(each.ref)?.entity.etag !== each.etag,
    );
    const many = changed.length + found.gone.length > MANY;
    changed.forEach(entity => state.claim(entity, { mark: !many }));
    for (const ref of found.gone) {
      if (many) {
        linker.claims.delete(ref);
      } else {
        linker.deleteEntity(ref);
      }
      state.rememberWanted(ref, []);
    }
    if (many) {
      linker.markAll();
    }
    state.interestsDue = true;
    await links.saveEntities(changed, found.gone, lease);
  }
}
