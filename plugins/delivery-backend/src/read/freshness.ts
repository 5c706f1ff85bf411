import { createHash } from 'node:crypto';
import type {
  Lane,
  PreviewLane,
  RunView,
  SourceDetails,
  SourceStatus,
  TargetView,
} from '@throughline/plugin-delivery-common';
import type { PageBody } from './buildPage';
import { sourcesOf } from './fleetCells';
import type { PageSources } from './PageBuilder';
import { momentOf, type Unobserved } from './unobserved';

/** How current the sources are, at the moment when a page is asked for. */
export class Freshness {
  readonly #byId: ReadonlyMap<string, SourceDetails>;

  /** @param otherwise - the time to give where a source has never answered, or is not configured any more */
  constructor(
    statuses: readonly SourceDetails[],
    private readonly otherwise: string,
  ) {
    this.#byId = new Map(statuses.map(status => [status.id, status]));
  }

  /** The time at which a source was last heard of, where it is not fresh. */
  staleSince(sourceId: string): string | undefined {
    const moment = momentOf(sourceId);
    if (moment) {
      return moment;
    }
    const status = this.#byId.get(sourceId);
    return status?.state === 'fresh'
      ? undefined
      : status?.lastSuccessAt ?? status?.error?.since ?? this.otherwise;
  }

  /** The longest that any of the sources has not been heard of. */
  oldestOf(sourceIds: Iterable<string>): string | undefined {
    let oldest: string | undefined;
    for (const id of sourceIds) {
      const since = this.staleSince(id);
      if (since && (!oldest || Date.parse(since) < Date.parse(oldest))) {
        oldest = since;
      }
    }
    return oldest;
  }

  /** The sources that are not fresh, those unknown included. */
  stale(sourceIds: Iterable<string>): string[] {
    return [...sourceIds].filter(id => this.staleSince(id) !== undefined);
  }

  /** Ids of configured sources that are fresh. */
  fresh(): string[] {
    return [...this.#byId.values()]
      .filter(status => status.state === 'fresh')
      .map(status => status.id);
  }

  /** What pages show of sources. */
  statuses(sourceIds: readonly string[]): SourceStatus[] {
    return sourceIds.flatMap(id => {
      const status = this.#byId.get(id);
      return status ? [statusOf(status)] : [];
    });
  }

  /** Changes when a page would look different for the freshness of its sources; the mere passing of time does not. */
  hash(sourceIds: readonly string[]): string {
    const states = sourceIds.map(id => {
      const status = this.#byId.get(id);
      return [
        id,
        status?.state,
        this.staleSince(id),
        status?.error?.kind,
        status?.error?.message,
      ];
    });
    return createHash('sha256')
      .update(JSON.stringify(states))
      .digest('base64url')
      .slice(0, 12);
  }
}

/** Writes into a page what of it is not fresh, so that nothing stale passes for a fresh green. */
export function markStale(
  page: PageBody,
  sources: PageSources,
  freshness: Freshness,
): void {
  for (const lane of page.lanes) {
    markLane(lane, freshness);
  }
  page.previews.forEach(preview => markTargets(preview, freshness));
  page.runs.items.forEach(run => markRun(run, freshness));
  if (page.build.run) {
    markRun(page.build.run, freshness);
  }
  const since = freshness.oldestOf(sources.build);
  if (since) {
    page.build.staleSince = since;
  }
}

/** Writes into a page what of it lies in a part of its source that cannot be observed. */
export function markUnobserved(page: PageBody, unobserved: Unobserved): void {
  const sinceOf = (ids: string[]) =>
    ids
      .map(id => unobserved.get(id))
      .filter(since => since !== undefined)
      .sort()[0];
  const mark = (what: { staleSince?: string }, ids: string[]) => {
    const since = sinceOf(ids);
    if (since) {
      what.staleSince = since;
    }
  };
  for (const lane of [...page.lanes, ...page.previews]) {
    for (const target of lane.targets) {
      mark(target, idsOf(target));
    }
    if ('environment' in lane) {
      mark(lane, lane.targets.flatMap(idsOf));
    }
  }
  [...page.runs.items, ...(page.build.run ? [page.build.run] : [])].forEach(
    run => mark(run, [run.id]),
  );
}

function idsOf(target: TargetView): string[] {
  return [target.id, ...(target.workloads ?? []).map(each => each.id)];
}

/** Writes into a run that its source is not fresh. */
export function markRun(run: RunView, freshness: Freshness): void {
  const since = freshness.staleSince(run.sourceId);
  if (since) {
    run.staleSince = since;
  }
}

function markLane(lane: Lane, freshness: Freshness): void {
  markTargets(lane, freshness);
  const since = freshness.oldestOf(sourcesOf(lane));
  if (since) {
    lane.staleSince = since;
  }
  for (const vitals of lane.vitals ?? []) {
    const silent = freshness.staleSince(vitals.sourceId);
    if (silent) {
      vitals.staleSince = silent;
    }
  }
}

function markTargets(
  lane: Pick<Lane | PreviewLane, 'targets'>,
  freshness: Freshness,
): void {
  for (const target of lane.targets) {
    const since = freshness.oldestOf(sourcesOf({ targets: [target] }));
    if (since) {
      target.staleSince = since;
    }
  }
}

function statusOf(status: SourceDetails): SourceStatus {
  const { id, system, title, url, state, lastSuccessAt, error } = status;
  return {
    id,
    system,
    title,
    state,
    ...(url ? { url } : {}),
    ...(lastSuccessAt ? { lastSuccessAt } : {}),
    ...(error ? { error } : {}),
  };
}
