import { createHash } from 'node:crypto';
import {
  buildPage,
  PageModel,
  type PageBody,
  type PageCursors,
} from './buildPage';
import { encodeCursor } from './cursor';
import type { EntityRecord } from './EntityRecord';
import { fleetRows } from './fleetCells';
import { HistoryReader } from './HistoryReader';
import type { RecordLoader } from './RecordLoader';
import type { FleetCellRow, FleetRowRow, PageRow } from './rows';
import { healthyLanes } from './soaks';

/** How long the first pages of the lists are. */
export const PAGE_SIZES = { changes: 15, runs: 8, history: 10 };

/** How the lists of a page are continued. */
export const PAGE_CURSORS: PageCursors = {
  changes: sha => encodeCursor({ sha }),
  runs: run => encodeCursor({ createdAt: run.item.createdAt, id: run.id }),
};

/** Whose freshness counts for a page. */
export interface PageSources {
  all: string[];
  build: string[];
  /** Whether it names other entities, which not every reader may see. */
  shared: boolean;
}

/** A page that was built, as rows of the tables that serve it. */
export interface BuiltPage {
  page: PageRow;
  fleet?: { row: FleetRowRow; cells: FleetCellRow[] };
  /** See `writeSoaks`. */
  healthy: ReturnType<typeof healthyLanes>;
}

/** Builds the page of one entity from what is stored. */
export class PageBuilder {
  readonly #history: HistoryReader;

  constructor(private readonly loader: RecordLoader) {
    this.#history = new HistoryReader(loader);
  }

  /** @returns undefined where the entity is not known any more */
  async build(ref: string): Promise<BuiltPage | undefined> {
    const record = await this.loader.load(ref);
    if (!record) {
      return undefined;
    }
    const history = await this.#history.slice(record, PAGE_SIZES.history);
    const model = new PageModel(record);
    const page = buildPage(model, history, PAGE_CURSORS, PAGE_SIZES);
    const sources = sourcesOfRecord(record);
    const body = JSON.stringify(page);
    const fleet = fleetRows(record.entity, page);
    return {
      page: {
        entity_ref: ref,
        etag: createHash('sha256')
          .update(JSON.stringify([sources, fleet]))
          .update(body)
          .digest('base64url')
          .slice(0, 22),
        sources: JSON.stringify(sources),
        wanted: JSON.stringify(wantedCommits(record, page)),
        body,
      },
      ...(fleet ? { fleet } : {}),
      healthy: healthyLanes(page),
    };
  }
}

function sourcesOfRecord(record: EntityRecord): PageSources {
  const build = new Set(
    [...record.branches, ...record.commits, ...record.runs].map(
      each => each.sourceId,
    ),
  );
  const all = new Set([
    ...build,
    ...record.targets.flatMap(({ stored, workloads }) =>
      [stored, ...workloads].map(each => each.sourceId),
    ),
    ...[...record.artifacts, ...record.vitals, ...record.releases].map(
      each => each.sourceId,
    ),
  ]);
  return {
    all: [...all].sort(),
    build: [...build].sort(),
    shared: record.targets.some(each => each.sharedWith.length > 0),
  };
}

/** Commits that run somewhere: their source must tell of them, whatever branch they are on. */
function wantedCommits(record: EntityRecord, page: PageBody): string[] {
  const images = new Set(
    page.lanes.flatMap(lane =>
      lane.targets.flatMap(target => target.version?.image?.repository ?? []),
    ),
  );
  const digests = new Set(
    page.lanes.flatMap(lane =>
      lane.targets.flatMap(target => [
        target.version?.image?.digest,
        target.version?.image?.tag,
      ]),
    ),
  );
  const shas = record.artifacts
    .filter(
      ({ item }) =>
        images.has(item.repository) &&
        [item.digest, ...(item.children ?? []), ...item.tags].some(each =>
          digests.has(each),
        ),
    )
    .flatMap(({ item }) => item.sourceRevision ?? []);
  return [...new Set(shas.filter(sha => /^[0-9a-f]{40}$/.test(sha)))].sort();
}
