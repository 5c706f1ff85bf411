import type { AuthService } from '@backstage/backend-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { DELIVERY_KINDS } from '@throughline/plugin-delivery-common';
import { FACT_FIELDS, factsOfEntity, type EntityFacts } from './EntityFacts';

/** What became of the catalog since the last look. */
export interface CatalogChanges {
  changed: EntityFacts[];
  gone: string[];
}

const PAGE = 500;
const BY_REF = 100;

/**
 * Follows the catalog, which has no feed: it asks for the versions of all entities, and then for those that are new
 * or differ.
 */
export class CatalogFollower {
  /** Not seen by the last look. A catalog that is starting again shows less than it has. */
  #missed = new Set<string>();

  constructor(
    private readonly options: { catalog: CatalogService; auth: AuthService },
  ) {}

  /** Compares the catalog with what is known, given as a version for each ref; an entity is gone when missed twice. */
  async look(
    known: (ref: string) => string | undefined,
    knownRefs: Iterable<string>,
  ): Promise<CatalogChanges> {
    const seen = new Set<string>();
    const outdated: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await this.options.catalog.queryEntities(
        {
          limit: PAGE,
          fields: [
            'kind',
            'metadata.name',
            'metadata.namespace',
            'metadata.etag',
          ],
          ...(cursor ? { cursor } : { filter: { kind: [...DELIVERY_KINDS] } }),
        },
        await this.#credentials(),
      );
      for (const entity of page.items) {
        const ref = stringifyEntityRef(entity);
        seen.add(ref);
        const etag = known(ref);
        if (etag === undefined || etag !== (entity.metadata.etag ?? '')) {
          outdated.push(ref);
        }
      }
      cursor = page.pageInfo.nextCursor;
    } while (cursor);
    const unseen = [...knownRefs].filter(ref => !seen.has(ref));
    const gone = unseen.filter(ref => this.#missed.has(ref));
    this.#missed = new Set(unseen);
    return { changed: (await this.fetch(outdated)).changed, gone };
  }

  /** Asks for single entities. */
  async fetch(refs: readonly string[]): Promise<CatalogChanges> {
    const changed: EntityFacts[] = [];
    const gone: string[] = [];
    for (let from = 0; from < refs.length; from += BY_REF) {
      const some = refs.slice(from, from + BY_REF);
      const { items } = await this.options.catalog.getEntitiesByRefs(
        { entityRefs: some, fields: FACT_FIELDS },
        await this.#credentials(),
      );
      items.forEach((entity, index) => {
        if (entity) {
          changed.push(factsOfEntity(entity));
        } else {
          gone.push(some[index]);
        }
      });
    }
    return { changed, gone };
  }

  async #credentials() {
    return {
      credentials: await this.options.auth.getOwnServiceCredentials(),
    };
  }
}
