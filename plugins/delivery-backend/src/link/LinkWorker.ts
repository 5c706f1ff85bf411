import { setImmediate as nextTurn } from 'node:timers/promises';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { LinkingConfig } from '../config/linking';
import type { EnvironmentRule } from '../config/environments';
import type { PageBuilder } from '../read/PageBuilder';
import type { PageStore } from '../read/PageStore';
import type { Settings } from '../Settings';
import type { ChangeEntry, Lease, Store } from '../store';
import type { CatalogFollower } from './CatalogFollower';
import { parseClaims, type ClaimContext } from './claims';
import { entitiesConcerned } from './concerned';
import type { EntityFacts } from './EntityFacts';
import { interestsOf } from './interests';
import { Linker } from './Linker';
import type { LinkStore } from './LinkStore';
import { factsOfTarget } from './TargetFacts';
import { Wake } from './Wake';

/** What the worker needs. */
export interface LinkWorkerOptions {
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
  /** Called with the entities whose pages have changed. */
  onPagesChanged: (refs: string[]) => void;
  /** The shortest time between two looks at the catalog. */
  catalogPollMs: number;
}

/** Changes when pages are built in another way, so that all are built again. */
const READ_MODEL_VERSION = '1';

const TAKE = 500;
const BUILD = 25;
const IDLE_MS = 1000;

/** Above this many, looking at every target once is cheaper than for each entity. */
const MANY_ENTITIES = 50;

/**
 * Keeps links, pages and interests up to date, on one replica at a time. All that it holds in memory can be made
 * again from the database; what it writes is guarded by its lease.
 */
export class LinkWorker {
  readonly #wake = new Wake();
  #linker: Linker;
  #wanted = new Map<string, string[]>();
  #interestsDue = true;
  #nextInterests = 0;

  constructor(private readonly options: LinkWorkerOptions) {
    this.#linker = this.#newLinker();
  }

  /** Has the worker look at once, where it runs on this replica. */
  wake(): void {
    this.#wake.up();
  }

  /** Works until the signal is aborted. */
  async run(signal: AbortSignal, lease: Lease): Promise<void> {
    const { store, logger } = this.options;
    const stopListening = store.changes.onChange(() => this.#wake.up());
    const following = new AbortController();
    const stop = AbortSignal.any([signal, following.signal]);
    try {
      await this.#load(lease);
      const changes: { facts: EntityFacts[]; gone: string[] }[] = [];
      this.#followCatalog(stop, changes);
      while (!signal.aborted) {
        let worked = await this.#takeCatalogChanges(changes, lease);
        worked = (await this.#takeHints(lease)) || worked;
        worked = (await this.#takeChanges(lease)) || worked;
        worked = (await this.#buildPages(lease)) || worked;
        await this.#saveInterests();
        if (worked) {
          await nextTurn();
        } else {
          await this.#wake.sleep(IDLE_MS, signal);
        }
      }
    } finally {
      following.abort();
      stopListening();
      this.#linker = this.#newLinker();
      this.#wanted.clear();
      logger.debug('The link worker has stopped');
    }
  }

  #newLinker(): Linker {
    const { environments, linking } = this.options;
    return new Linker({ environments, trust: linking.trust }, linking.clusters);
  }

  async #load(lease: Lease): Promise<void> {
    const { links, pages, store, settings, logger } = this.options;
    for await (const entities of links.entities()) {
      entities.forEach(entity => this.#claim(entity));
    }
    for (let after: string | undefined; ; ) {
      const targets = await store.reader.targets({
        limit: TAKE,
        ...(after ? { after } : {}),
      });
      if (targets.length === 0) {
        break;
      }
      targets.forEach(each => this.#linker.setTarget(factsOfTarget(each)));
      after = targets[targets.length - 1].id;
    }
    for await (const placements of links.placements()) {
      for (const { targetId, hash, entities } of placements) {
        this.#linker.remember(targetId, { hash, entities });
      }
    }
    for await (const wanted of pages.wanted()) {
      wanted.forEach(({ ref, shas }) => this.#wanted.set(ref, shas));
    }
    this.#interestsDue = true;
    const fingerprint = `${READ_MODEL_VERSION} ${this.options.fingerprint}`;
    const rebuild = (await settings.get('read-model')) !== fingerprint;
    await this.#relink(
      rebuild
        ? [...this.#linker.claims.all()].map(({ entity }) => entity.ref)
        : [],
      lease,
    );
    if (rebuild) {
      await settings.set('read-model', fingerprint);
    }
    logger.info(
      `Linking ${this.#linker.targets.size} targets and ${
        this.#linker.claims.size
      } entities`,
    );
  }

  async #followCatalog(
    signal: AbortSignal,
    changes: { facts: EntityFacts[]; gone: string[] }[],
  ): Promise<void> {
    const { catalog, logger, catalogPollMs } = this.options;
    while (!signal.aborted) {
      const begin = Date.now();
      let pauseMs = catalogPollMs;
      try {
        const found = await catalog.look(
          ref => this.#linker.claims.get(ref)?.entity.etag,
          [...this.#linker.claims.all()].map(({ entity }) => entity.ref),
        );
        if (found.changed.length > 0 || found.gone.length > 0) {
          changes.push({ facts: found.changed, gone: found.gone });
          this.#wake.up();
        }
        // A large catalog is asked less often, so that following it stays a small part of its work.
        pauseMs = Math.max(pauseMs, 20 * (Date.now() - begin));
      } catch (error) {
        logger.warn('The catalog could not be asked', error as Error);
      }
      await new Wake().sleep(pauseMs, signal);
    }
  }

  async #takeCatalogChanges(
    changes: { facts: EntityFacts[]; gone: string[] }[],
    lease: Lease,
  ): Promise<boolean> {
    const next = changes.shift();
    if (!next) {
      return false;
    }
    await this.#applyEntities(next.facts, next.gone, lease);
    return true;
  }

  async #takeHints(lease: Lease): Promise<boolean> {
    const refs = await this.options.links.hints(100);
    if (refs.length === 0) {
      return false;
    }
    try {
      const { changed, gone } = await this.options.catalog.fetch(refs);
      await this.#applyEntities(
        changed,
        gone.filter(ref => this.#linker.claims.get(ref)),
        lease,
      );
    } catch (error) {
      this.options.logger.warn(
        'The catalog could not be asked for entities that were opened',
        error as Error,
      );
    }
    // A hint is not worth a second try: the next regular look finds what this one has missed.
    await this.options.links.removeHints(refs);
    return true;
  }

  async #applyEntities(
    facts: readonly EntityFacts[],
    gone: readonly string[],
    lease: Lease,
  ): Promise<void> {
    const changed = facts.filter(
      each => this.#linker.claims.get(each.ref)?.entity.etag !== each.etag,
    );
    const many = changed.length + gone.length > MANY_ENTITIES;
    for (const entity of changed) {
      this.#claim(entity, !many);
    }
    for (const ref of gone) {
      if (many) {
        this.#linker.claims.delete(ref);
      } else {
        this.#linker.deleteEntity(ref);
      }
      this.#wanted.delete(ref);
    }
    if (many) {
      this.#linker.markAll();
    }
    this.#interestsDue = true;
    await this.options.links.saveEntities(changed, gone, lease);
    await this.#relink([], lease);
  }

  #claim(entity: EntityFacts, mark = false): void {
    const claimant = {
      entity,
      claims: parseClaims(entity, this.options.claims),
    };
    if (mark) {
      this.#linker.setEntity(claimant);
    } else {
      this.#linker.claims.set(claimant);
    }
  }

  async #takeChanges(lease: Lease): Promise<boolean> {
    const { changes, reader } = this.options.store;
    const entries = await changes.take(TAKE);
    if (entries.length === 0) {
      return false;
    }
    const dirty = await entitiesConcerned(entries, this.#linker, reader);
    const targets = await this.#takeTargets(entries);
    targets.forEach(ref => dirty.add(ref));
    await this.#relink(dirty, lease);
    const last = entries[entries.length - 1].id;
    await changes.done(
      last,
      entries.map(each => each.id),
    );
    return true;
  }

  async #takeTargets(entries: readonly ChangeEntry[]): Promise<Set<string>> {
    const ids = new Set(
      entries.filter(each => each.kind === 'target').map(each => each.subject),
    );
    const dirty = new Set<string>();
    if (ids.size === 0) {
      return dirty;
    }
    this.#interestsDue = true;
    for (const stored of await this.options.store.reader.targetsByIds([
      ...ids,
    ])) {
      ids.delete(stored.id);
      this.#linker.setTarget(factsOfTarget(stored));
      this.#linker.entitiesOf(stored.id).forEach(ref => dirty.add(ref));
    }
    for (const id of ids) {
      this.#linker.entitiesOf(id).forEach(ref => dirty.add(ref));
      this.#linker.deleteTarget(id);
    }
    return dirty;
  }

  async #relink(dirty: Iterable<string>, lease: Lease): Promise<void> {
    let rest = dirty;
    do {
      const changes = this.#linker.relink(TAKE);
      await this.options.links.savePlacements(changes, rest, lease);
      rest = [];
      await nextTurn();
    } while (this.#linker.pending > 0);
  }

  async #buildPages(lease: Lease): Promise<boolean> {
    const { pages, builder, onPagesChanged, logger } = this.options;
    const dirty = await pages.dirty(BUILD);
    if (dirty.length === 0) {
      return false;
    }
    const before = await pages.etags(dirty.map(each => each.ref));
    const built: Parameters<PageStore['write']>[0][number][] = [];
    for (const each of dirty) {
      try {
        const page = await builder.build(each.ref);
        built.push({
          dirty: each,
          ...(page ? { built: page } : {}),
          changed: page?.page.etag !== before.get(each.ref),
        });
        this.#remember(each.ref, page?.page.wanted);
      } catch (error) {
        // It costs this page only: the one before stays, until something of the entity changes again.
        logger.error(`The page of ${each.ref} cannot be built`, error as Error);
        built.push({ dirty: each, changed: false });
      }
    }
    await pages.write(built, lease);
    const changed = built.filter(each => each.changed);
    if (changed.length > 0) {
      onPagesChanged(changed.map(each => each.dirty.ref));
    }
    return true;
  }

  #remember(ref: string, wanted: string | undefined): void {
    if (!wanted || wanted === '[]') {
      this.#interestsDue ||= this.#wanted.delete(ref);
      return;
    }
    if (wanted !== JSON.stringify(this.#wanted.get(ref))) {
      this.#wanted.set(ref, JSON.parse(wanted));
      this.#interestsDue = true;
    }
  }

  async #saveInterests(): Promise<void> {
    if (!this.#interestsDue || Date.now() < this.#nextInterests) {
      return;
    }
    this.#interestsDue = false;
    const begin = Date.now();
    await this.options.store.interests.save(
      interestsOf(this.#linker, ref => this.#wanted.get(ref) ?? []),
    );
    // Making and writing them takes longer the more there is; it must not become what the worker does.
    this.#nextInterests = Date.now() + Math.max(500, 30 * (Date.now() - begin));
  }
}
