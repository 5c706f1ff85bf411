import { InputError, NotFoundError } from '@backstage/errors';
import type {
  ChangeView,
  HistoryEntry,
  Page,
  RunView,
} from '@throughline/plugin-delivery-common';
import type { Knex } from 'knex';
import { z } from 'zod';
import { runSubjectsOf } from '../link/runSubjectsOf';
import type { ObservationReader } from '../store';
import { PageModel } from './buildPage';
import { changeView } from './changes';
import { decodeCursor } from './cursor';
import type { ListRequest } from './DeliveryService';
import type { EntityRecord } from './EntityRecord';
import { markRun, type Freshness } from './freshness';
import { buildHistory } from './history';
import { HistoryReader } from './HistoryReader';
import { PAGE_CURSORS, PAGE_SIZES } from './PageBuilder';
import type { RecordLoader } from './RecordLoader';
import { runAccess } from './runAccess';
import { runView } from './summaries';
import { findUnobserved } from './unobserved';

/** Reads the further pages of an entity's lists. */
export class ListReader {
  readonly #history: HistoryReader;

  constructor(
    private readonly loader: RecordLoader,
    private readonly reader: ObservationReader,
    private readonly knex: Knex,
  ) {
    this.#history = new HistoryReader(loader);
  }

  async changes(
    ref: string,
    { cursor, limit = PAGE_SIZES.changes }: ListRequest,
  ): Promise<Page<ChangeView>> {
    const record = await this.#load(ref);
    const all = new PageModel(record).changes();
    let from = 0;
    if (cursor) {
      const { sha } = decodeCursor(cursor, z.object({ sha: z.string() }));
      from = all.findIndex(each => each.commit.sha === sha) + 1;
      if (from === 0) {
        throw new InputError(
          "The change that the cursor stands at is not known any more. Leave 'cursor' out to begin at the start.",
        );
      }
    }
    const shown = all.slice(from, from + limit);
    await this.loader.addDetails(
      record,
      shown.map(each => each.commit.sha),
    );
    const model = new PageModel(record);
    const items = shown.map(({ commit, onMain }) =>
      changeView(commit, onMain, {
        record,
        graph: model.graph,
        resolver: model.resolver,
        lanes: model.lanes,
      }),
    );
    return {
      items,
      ...(from + limit < all.length
        ? {
            nextCursor: PAGE_CURSORS.changes(
              shown[shown.length - 1].commit.sha,
            ),
          }
        : {}),
    };
  }

  async runs(
    ref: string,
    { cursor, limit = PAGE_SIZES.runs }: ListRequest,
    freshness: Freshness,
  ): Promise<Page<RunView>> {
    const record = await this.#load(ref);
    const { full, statusOnly } = runSubjectsOf(record.entity, record.claims);
    const found = await this.reader.runs({
      subjects: [...full, ...statusOnly],
      limit: limit + 1,
      ...(cursor
        ? {
            before: decodeCursor(
              cursor,
              z.object({ createdAt: z.string(), id: z.string() }),
            ),
          }
        : {}),
    });
    const shown = found.slice(0, limit);
    const accessTo = runAccess(record);
    const commits = new Map(record.commits.map(({ item }) => [item.sha, item]));
    const items = shown.map(run =>
      runView(run, accessTo(run), commits.get(run.item.sha ?? '')),
    );
    const unobserved = await findUnobserved(this.knex, {
      targets: [],
      branches: [],
      runs: shown,
    });
    items.forEach(run => {
      const since = unobserved.get(run.id);
      if (since) {
        run.staleSince = since;
      }
      markRun(run, freshness);
    });
    return {
      items,
      ...(found.length > limit
        ? { nextCursor: PAGE_CURSORS.runs(shown[shown.length - 1]) }
        : {}),
    };
  }

  async history(
    ref: string,
    { cursor, limit = PAGE_SIZES.history }: ListRequest,
  ): Promise<Page<HistoryEntry>> {
    const record = await this.#load(ref);
    const slice = await this.#history.slice(record, limit, cursor);
    const { resolver } = new PageModel(record);
    return {
      items: buildHistory(slice, record, resolver),
      ...(slice.nextCursor ? { nextCursor: slice.nextCursor } : {}),
    };
  }

  async #load(ref: string): Promise<EntityRecord> {
    const record = await this.loader.load(ref);
    if (!record) {
      throw new NotFoundError(`There is no entity '${ref}' here`);
    }
    return record;
  }
}
