import {
  setImmediate as nextTurn,
  setTimeout as pause,
} from 'node:timers/promises';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { LinkingConfig } from '../config/linking';
import type { EnvironmentRule } from '../config/environments';
import type { PageBuilder } from '../read/PageBuilder';
import type { PageStore } from '../read/PageStore';
import type { Settings } from '../Settings';
import type { ChangeEntry, Lease, Store } from '../store';
import type { CatalogFollower } from './CatalogFollower';
import type { ClaimContext } from './claims';
import { entitiesConcerned } from './concerned';
import { EntityIntake } from './EntityIntake';
import { LinkState } from './LinkState';
import type { LinkStore } from './LinkStore';
import { factsOfTarget } from './TargetFacts';
import type { Wake } from './Wake';

/** What the worker needs. */
export interface LinkWorkerOptions {
  /** Has the worker look at once. */
  wake: Wake;
  store: Pick<Store, 'reader' | 'changes' | 'interests'>;
  links: LinkStore;
  pages: PageStore;
  builder: PageBuilder;
  catalog: CatalogFollower;
  settings: Settings;
  environments: readonly EnvironmentRule[];
  linking: LinkingConfig;
  claims: ClaimContext;
  /** Of the configuration: with another one all pages are built again. */
  fingerprint: string;
  logger: LoggerService;
  /** The entities whose pages somebody looks at, newest first. */
  openPages: () => string[];
  /** Called with the entities whose pages have changed. */
  onPagesChanged: (refs: string[]) => void;
  /** The shortest time between two looks at the catalog. */
  catalogPollMs: number;
}

/** Changes when pages are built in another way, so that all are built again. */
const READ_MODEL_VERSION = '5';

const TAKE = 500;
const BUILD = 25;
const IDLE_MS = 1000;

/** After this, a page that could not be built is tried again. */
const AGAIN_MS = 60_000;

/** While changes come faster than they are taken, pages wait this long, so that each is built once for many. */
const GATHER_MS = 1000;

/**
 * Who has done all there was rests for so many times as long as that took: an upstream change comes by several
 * sources, one shortly after the other, and its page is then built once for all of them,
 */
const REST_PER_WORK = 1;
/** but no longer than this, since somebody may look at the page. */
const MAX_REST_MS = 200;

/**
 * Keeps links, pages and interests up to date, on one replica at a time. All that it holds in memory can be made
 * again from the database; what it writes is guarded by its lease.
 */
export class LinkWorker {
  #nextInterests = 0;
  #nextBuild = 0;
  /** The last page that was built, after which the next ones are looked for. */
  #builtLast = '';
  /** Pages that could not be built, and when to try again. */
  readonly #broken = new Map<string, number>();

  constructor(private readonly options: LinkWorkerOptions) {}

  /** Works until the signal is aborted. */
  async run(signal: AbortSignal, lease: Lease): Promise<void> {
    const { store, links, pages, catalog, logger } = this.options;
    const state = new LinkState(this.options);
    const intake = new EntityIntake({
      state,
      links,
      catalog,
      logger,
      pollMs: this.options.catalogPollMs,
      onFound: () => this.options.wake.up(),
    });
    const ended = new AbortController();
    const stopListening = store.changes.onChange(() => this.options.wake.up());
    try {
      await state.load(links, pages, store.reader);
      await this.#relinkAll(state, lease);
      const { targets, claims } = state.linker;
      logger.info(
        `Linking ${targets.size} targets and ${claims.size} entities`,
      );
      intake.follow(AbortSignal.any([signal, ended.signal]));
      while (!signal.aborted) {
        const begin = performance.now();
        const heard = await intake.take(lease);
        const taken = await this.#takeChanges(state, lease);
        const relinked = await this.#relink(state, [], lease);
        let built = 0;
        if (taken < TAKE || Date.now() >= this.#nextBuild) {
          built = await this.#buildPages(state, lease);
          this.#nextBuild = Date.now() + GATHER_MS;
        }
        await this.#saveInterests(state);
        if (heard || taken === TAKE || built === BUILD) {
          await nextTurn();
        } else if (relinked || taken > 0 || built > 0) {
          await this.#rest(performance.now() - begin, signal);
        } else {
          await this.options.wake.sleep(IDLE_MS, signal);
        }
      }
    } finally {
      ended.abort();
      stopListening();
    }
  }

  /** Finds what changed while nobody worked, and builds all pages again where what they are built by has changed. */
  async #relinkAll(state: LinkState, lease: Lease): Promise<void> {
    const { settings } = this.options;
    const fingerprint = `${READ_MODEL_VERSION} ${this.options.fingerprint}`;
    const isOther = (await settings.get('read-model')) !== fingerprint;
    const all = [...state.linker.claims.all()].map(({ entity }) => entity.ref);
    await this.#relink(state, isOther ? all : [], lease);
    if (isOther) {
      await settings.set('read-model', fingerprint);
    }
  }

  async #takeChanges(state: LinkState, lease: Lease): Promise<number> {
    const { changes, reader } = this.options.store;
    const entries = await changes.take(TAKE);
    if (entries.length === 0) {
      return 0;
    }
    const dirty = await entitiesConcerned(entries, state.linker, reader);
    for (const ref of await this.#takeTargets(state, entries)) {
      dirty.add(ref);
    }
    await this.#relink(state, dirty, lease);
    await changes.done(
      entries[entries.length - 1].id,
      entries.map(each => each.id),
    );
    return entries.length;
  }

  async #takeTargets(
    state: LinkState,
    entries: readonly ChangeEntry[],
  ): Promise<Set<string>> {
    const ids = new Set(
      entries.filter(each => each.kind === 'target').map(each => each.subject),
    );
    const dirty = new Set<string>();
    if (ids.size === 0) {
      return dirty;
    }
    state.interestsDue = true;
    const { linker } = state;
    const { reader } = this.options.store;
    for (const stored of await reader.targetsByIds([...ids])) {
      ids.delete(stored.id);
      linker.setTarget(factsOfTarget(stored));
      linker.entitiesOf(stored.id).forEach(ref => dirty.add(ref));
    }
    for (const id of ids) {
      linker.entitiesOf(id).forEach(ref => dirty.add(ref));
      linker.deleteTarget(id);
    }
    return dirty;
  }

  async #relink(
    { linker }: LinkState,
    dirty: Iterable<string>,
    lease: Lease,
  ): Promise<boolean> {
    let rest = [...dirty];
    if (linker.pending === 0 && rest.length === 0) {
      return false;
    }
    do {
      const changes = linker.relink(TAKE);
      await this.options.links.savePlacements(changes, rest, lease);
      rest = [];
      await nextTurn();
    } while (linker.pending > 0);
    return true;
  }

  async #rest(workedMs: number, signal: AbortSignal): Promise<void> {
    const ms = Math.min(REST_PER_WORK * workedMs, MAX_REST_MS);
    // It ends early where the work ends, which the loop sees for itself.
    await pause(ms, undefined, { signal, ref: false }).catch(() => {});
  }

  /** @returns how many were looked at */
  async #buildPages(state: LinkState, lease: Lease): Promise<number> {
    const { pages, builder, openPages, onPagesChanged, logger } = this.options;
    const now = Date.now();
    const later = [...this.#broken].filter(([, next]) => next > now);
    const dirty = await pages.dirty(
      BUILD,
      openPages(),
      later.map(([ref]) => ref),
      this.#builtLast,
    );
    if (dirty.length === 0) {
      return 0;
    }
    this.#builtLast = dirty[dirty.length - 1].ref;
    const before = await pages.etags(dirty.map(each => each.ref));
    const built: Parameters<PageStore['write']>[0][number][] = [];
    const broken: string[] = [];
    // Side by side, so that what they ask of the database is asked for all of them at once.
    await Promise.all(
      dirty.map(async each => {
        try {
          const page = await builder.build(each.ref);
          built.push({
            dirty: each,
            ...(page ? { built: page } : {}),
            changed: page?.page.etag !== before.get(each.ref),
          });
          state.rememberWanted(each.ref, JSON.parse(page?.page.wanted ?? '[]'));
          this.#broken.delete(each.ref);
        } catch (error) {
          // It costs this page only.
          logger.error(
            `The page of ${each.ref} cannot be built`,
            error as Error,
          );
          broken.push(each.ref);
          this.#broken.set(each.ref, now + AGAIN_MS);
        }
      }),
    );
    await pages.write(built, lease);
    const changed = built
      .filter(each => each.changed)
      .map(each => each.dirty.ref);
    if (broken.length > 0) {
      const since = new Date(now).toISOString();
      changed.push(...(await pages.markBroken(broken, since, lease)));
    }
    if (changed.length > 0) {
      onPagesChanged(changed);
    }
    return dirty.length;
  }

  async #saveInterests(state: LinkState): Promise<void> {
    if (!state.interestsDue || Date.now() < this.#nextInterests) {
      return;
    }
    state.interestsDue = false;
    const begin = Date.now();
    await this.options.store.interests.save(state.interests());
    // Making and writing them takes longer the more there is; it must not become what the worker does.
    this.#nextInterests = Date.now() + Math.max(500, 30 * (Date.now() - begin));
  }
}
