import { NotFoundError } from '@backstage/errors';
import type { Knex } from 'knex';
import type { PageBody } from './buildPage';
import type { CurrentFreshness } from './CurrentFreshness';
import { markStale } from './freshness';
import type { PageStore } from './PageStore';
import type { SoakRow } from './soaks';

/** Pages as they are at this moment, with what of them is not fresh, for what decides by them. */
export class LivePages {
  constructor(
    private readonly options: {
      knex: Knex;
      pages: PageStore;
      freshness: CurrentFreshness;
    },
  ) {}

  /** @throws NotFoundError where it has not been built yet */
  async get(entityRef: string): Promise<PageBody> {
    const row = await this.options.pages.get(entityRef);
    if (!row) {
      throw new NotFoundError(`There is no page of '${entityRef}' yet`);
    }
    const page = JSON.parse(row.body) as PageBody;
    const { sources, anyStale } = await this.options.freshness.ofPage(
      row.sources,
    );
    if (anyStale) {
      markStale(page, sources, await this.options.freshness.get());
    }
    return page;
  }

  /** Since when a version has been healthy in an environment without a break. */
  async healthySince(
    entityRef: string,
    environment: string,
    version: string,
  ): Promise<string | undefined> {
    const row = await this.options
      .knex<SoakRow>('soaks')
      .where({ entity_ref: entityRef, environment, version })
      .first('since');
    return row?.since;
  }
}
