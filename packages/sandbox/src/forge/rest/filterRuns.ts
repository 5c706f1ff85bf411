import { RunRecord } from '../records';

/** What a list of runs can be narrowed by. */
export interface RunFilter {
  actor?: string;
  branch?: string;
  event?: string;
  /** A status or a conclusion. */
  status?: string;
  /** `>=2026-11-01`, `2026-11-01..2026-11-08`, … */
  created?: string;
  headSha?: string;
}

/** The runs that a filter lets through; a filtered list ends at 1,000, as upstream. */
export function filterRuns(runs: RunRecord[], filter: RunFilter): RunRecord[] {
  const matching = runs.filter(
    run =>
      (!filter.actor || run.actor === filter.actor) &&
      (!filter.branch || run.branch === filter.branch) &&
      (!filter.event || run.event === filter.event) &&
      (!filter.status ||
        run.status === filter.status ||
        run.conclusion === filter.status) &&
      (!filter.headSha || run.sha === filter.headSha) &&
      (!filter.created || within(run.createdAt, filter.created)),
  );
  return Object.values(filter).some(Boolean)
    ? matching.slice(0, 1_000)
    : matching;
}

function within(at: string, range: string): boolean {
  const time = Date.parse(at);
  const between = /^(.+)\.\.(.+)$/.exec(range);
  if (between) {
    return (
      (between[1] === '*' || time >= start(between[1])) &&
      (between[2] === '*' || time <= end(between[2]))
    );
  }
  const compared = /^(>=|<=|>|<)?(.+)$/.exec(range);
  if (!compared) {
    return true;
  }
  switch (compared[1]) {
    case '>=':
      return time >= start(compared[2]);
    case '>':
      return time > end(compared[2]);
    case '<=':
      return time <= end(compared[2]);
    case '<':
      return time < start(compared[2]);
    default:
      return time >= start(compared[2]) && time <= end(compared[2]);
  }
}

function start(date: string): number {
  return Date.parse(date);
}

/** A day without a time lasts until its end. */
function end(date: string): number {
  return Date.parse(date) + (/^\d{4}-\d\d-\d\d$/.test(date) ? 86_399_999 : 0);
}
