import type {
  FleetCell,
  FleetRow,
  Lane,
  RunView,
} from '@throughline/plugin-delivery-common';
import type { EntityFacts } from '../link/EntityFacts';
import type { PageBody } from './buildPage';
import { unobservedSource } from './unobserved';
import type { FleetCellRow, FleetFlags, FleetRowRow } from './rows';
import { defined } from './summaries';

/** The last run as it is stored: the freshness of its source is a matter of when one looks. */
export type StoredLastRun = NonNullable<FleetRow['lastRun']> & {
  sourceId: string;
};

/** What the fleet page shows of an entity, as rows of its tables; undefined where nothing of it runs. */
export function fleetRows(
  entity: EntityFacts,
  page: PageBody,
): { row: FleetRowRow; cells: FleetCellRow[] } | undefined {
  const lanes = page.lanes.filter(lane => lane.targets.length > 0);
  if (lanes.length === 0) {
    return undefined;
  }
  const cells = lanes.map((lane, position) => cellRow(entity, lane, position));
  const title = entity.title ?? entity.name;
  const { build } = page;
  const lastRun = lastRunOf(page);
  const failing = flag(
    [lastRun, build.run].some(run => run?.status.status === 'failed'),
  );
  return {
    cells,
    row: {
      entity_ref: entity.ref,
      title: title.slice(0, 255),
      search: `${title} ${entity.name}`
        .toLocaleLowerCase('en-US')
        .slice(0, 600),
      owner: entity.owner ?? null,
      system: entity.system ?? null,
      last_run: lastRun ? JSON.stringify(lastRunRow(lastRun)) : null,
      ...allFlags(cells, lanes),
      failing,
      worst: Math.max(failing * 3, ...cells.map(rankOf)),
      changed_at: changedAt(page),
    },
  };
}

function cellRow(
  entity: EntityFacts,
  lane: Lane,
  position: number,
): FleetCellRow {
  const cell: FleetCell = {
    environment: lane.environment.name,
    sync: lane.sync.status,
    health: lane.health.status,
    targets: lane.targets.length,
    driftCount: lane.driftCount,
    ...defined({
      version: lane.version?.label,
      behind: lane.behind?.changes,
      contested: lane.targets.some(each => each.link.trust === 'contested')
        ? true
        : undefined,
    }),
  };
  return {
    entity_ref: entity.ref,
    environment: cell.environment,
    position,
    data: JSON.stringify(cell),
    sources: joinSources(freshnessOf([lane])),
    degraded: flag(cell.health === 'degraded' || cell.health === 'missing'),
    drifted: flag(cell.sync === 'outOfSync'),
    // What is held is not done.
    progressing: flag(
      cell.health === 'progressing' || cell.health === 'suspended',
    ),
    behind: flag((cell.behind ?? 0) > 0),
    // Only what is made from Git can be said to differ from it: for others, not knowing whether it does is no doubt.
    unknown: flag(
      cell.health === 'unknown' ||
        cell.contested ||
        (cell.sync === 'unknown' &&
          lane.targets.some(each => each.type === 'application')),
    ),
  };
}

/** The sources whose freshness counts for a lane. */
export function sourcesOf(
  lane: Pick<Lane, 'targets'> & Partial<Pick<Lane, 'healthBy' | 'vitals'>>,
): Set<string> {
  const probed = lane.healthBy === 'probes' ? lane.vitals ?? [] : [];
  return new Set([
    ...lane.targets.flatMap(target => [
      target.sourceId,
      ...(target.workloads ?? []).map(each => each.sourceId),
    ]),
    ...probed.map(({ sourceId }) => sourceId),
  ]);
}

/** What the freshness of lanes depends on: their sources, and what these cannot observe of them. */
function freshnessOf(lanes: readonly Lane[]): Set<string> {
  return new Set(
    lanes.flatMap(lane => [
      ...sourcesOf(lane),
      ...(lane.staleSince ? [unobservedSource(lane.staleSince)] : []),
    ]),
  );
}

function allFlags(
  cells: readonly FleetCellRow[],
  lanes: readonly Lane[],
): FleetFlags {
  const any = (key: Exclude<keyof FleetFlags, 'sources'>) =>
    Math.max(...cells.map(cell => cell[key]));
  return {
    sources: joinSources(freshnessOf(lanes)),
    degraded: any('degraded'),
    drifted: any('drifted'),
    progressing: any('progressing'),
    behind: any('behind'),
    unknown: any('unknown'),
  };
}

function joinSources(ids: ReadonlySet<string>): string {
  return `|${[...ids].sort().join('|')}|`;
}

function rankOf(cell: FleetCellRow): number {
  if (cell.degraded) {
    return 6;
  }
  if (cell.drifted) {
    return 5;
  }
  if (cell.unknown) {
    return 4;
  }
  return cell.progressing ? 2 : cell.behind;
}

/** The newest run of the main branch that did something; where none is known, of any branch. */
function lastRunOf({ build, runs }: PageBody): RunView | undefined {
  const ran = runs.items.filter(run => run.status.status !== 'skipped');
  return (
    ran.find(run => run.branch !== undefined && run.branch === build.branch) ??
    build.run ??
    ran[0]
  );
}

function lastRunRow(run: RunView): StoredLastRun {
  return {
    status: run.status.status,
    sourceId: run.sourceId,
    ...defined({
      finishedAt: run.finishedAt,
      url: run.url,
      staleSince: run.staleSince,
    }),
  };
}

function changedAt(page: PageBody): string {
  const times = [
    page.build.commit?.committedAt,
    page.runs.items[0]?.createdAt,
    ...page.lanes.map(lane => lane.deployedAt),
  ].filter(each => each !== undefined);
  return (
    times
      .map(time => new Date(time))
      .filter(time => !Number.isNaN(time.getTime()))
      .map(time => time.toISOString())
      .sort()
      .at(-1) ?? ''
  );
}

function flag(value: boolean | undefined): number {
  return value ? 1 : 0;
}
