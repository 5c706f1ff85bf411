import { z } from 'zod';
import { isTerminalRun } from '@throughline/plugin-delivery-common';
import {
  SourceFailure,
  type Observation,
  type RunItem,
} from '@throughline/plugin-delivery-node';
import type { RestAnswer } from '../api/GithubClient';
import { readRun, runKey, withJobs, type ReadRun } from '../map/readRun';
import type { ReadResult } from '../map/ReadResult';
import { scopeOf, tellAll, type RepositoryPass } from './RepositoryPass';

const FIRST_PAGE = 100;
const FURTHER_PAGE = 30;
/** Of the first page, the jobs of so many that have ended are asked for. */
const FIRST_JOBS = 5;
const REMEMBERED = 10;
const MAX_ACTIVE = 20;
const JOBS_QUERY = { per_page: 100 };

const Runs = z.object({ workflow_runs: z.array(z.unknown()) });
const Jobs = z.object({ jobs: z.array(z.unknown()) });

/**
 * Tells the workflow runs that changed since the last look, with the jobs of those that are active or have just ended.
 * An unchanged list costs nothing of the rate limit.
 */
export async function* collectRuns(
  pass: RepositoryPass,
): AsyncGenerator<Observation> {
  const { state, name } = pass;
  const before = state.runs;
  const scope = scopeOf(name.identity, 'runs');
  const hour = Math.floor(Date.now() / 3_600_000);
  const answer = await pass.client.get(
    'runs',
    ['repos', name.owner, name.name, 'actions', 'runs'],
    { per_page: before ? FURTHER_PAGE : FIRST_PAGE },
    true,
  );
  const active = new Set(before?.active ?? []);
  if (answer.type === 'unchanged' && before && active.size === 0) {
    state.runs = { ...before, pulse: pass.pulse, hour };
    return;
  }
  const nodes = answer.type === 'ok' ? runsOf(answer.json) : [];
  const page = nodes.map(node => readRun(name.identity, node));
  const listed = new Set(
    page.flatMap(result => (result.type === 'item' ? result.item.id : [])),
  );
  const alone = await readAlone(
    pass,
    [...active].filter(id => !listed.has(id)),
    answer.type === 'unchanged',
  );
  const results = [...page, ...alone.results];
  const telling = results.filter(
    result =>
      result.type === 'malformed' ||
      !before ||
      active.has(result.item.id) ||
      result.item.updatedAt >= before.until,
  );
  const withTheirJobs: ReadResult<ReadRun>[] = [];
  let jobsLeft = before ? Infinity : FIRST_JOBS;
  for (const result of telling) {
    if (result.type === 'malformed') {
      withTheirJobs.push(result);
      continue;
    }
    const ended = isTerminalRun(result.item.item.status.status);
    const item =
      !ended || jobsLeft > 0
        ? await addJobs(pass, result.item)
        : result.item.item;
    jobsLeft -= ended ? 1 : 0;
    withTheirJobs.push({ type: 'item', item: { ...result.item, item } });
  }

  if (!before) {
    yield { type: 'listing', scope };
  }
  yield* tellAll(scope, withTheirJobs, run => run.item);
  if (!before) {
    yield { type: 'listed', scope };
  }
  const gone = [
    ...new Set([
      ...(answer.type === 'ok' ? deleted(before?.newest ?? [], page) : []),
      ...alone.missing,
    ]),
  ].map(id => ({ kind: 'run' as const, key: runKey(name.identity, id) }));
  if (gone.length > 0) {
    yield { type: 'vanished', scope, items: gone };
  }
  const known = results.flatMap(result =>
    result.type === 'item' ? [result.item] : [],
  );
  state.runs = {
    pulse: pass.pulse,
    hour,
    until:
      [before?.until ?? '', ...known.map(run => run.updatedAt)].sort().pop() ??
      '',
    newest:
      answer.type === 'ok'
        ? [...listed].sort((a, b) => b - a).slice(0, REMEMBERED)
        : before?.newest ?? [],
    active: known
      .filter(run => !isTerminalRun(run.item.status.status))
      .map(run => run.id)
      .concat(alone.unchanged)
      .sort((a, b) => a - b)
      .slice(-MAX_ACTIVE),
  };
  [answer, ...alone.jobs].forEach(one => one.type === 'ok' && one.told());
}

/**
 * Looks at runs that were active and are not on the page. Where the page is unchanged, only a change of their jobs can
 * have made a difference, and asking for that is free.
 */
async function readAlone(
  pass: RepositoryPass,
  ids: readonly number[],
  pageUnchanged: boolean,
): Promise<{
  results: ReadResult<ReadRun>[];
  missing: number[];
  unchanged: number[];
  jobs: RestAnswer[];
}> {
  const results: ReadResult<ReadRun>[] = [];
  const missing: number[] = [];
  const unchanged: number[] = [];
  const allJobs: RestAnswer[] = [];
  for (const id of ids) {
    const path = runPath(pass, id);
    const jobs = pageUnchanged
      ? await pass.client.get('jobs', [...path, 'jobs'], JOBS_QUERY, true)
      : undefined;
    if (jobs?.type === 'unchanged') {
      unchanged.push(id);
      continue;
    }
    const answer = await pass.client.get('run', path);
    if (answer.type === 'ok') {
      results.push(readRun(pass.name.identity, answer.json));
      allJobs.push(...(jobs ? [jobs] : []));
    } else {
      missing.push(id);
    }
  }
  return { results, missing, unchanged, jobs: allJobs };
}

function runPath({ name }: RepositoryPass, id: number): string[] {
  return ['repos', name.owner, name.name, 'actions', 'runs', String(id)];
}

async function addJobs(pass: RepositoryPass, run: ReadRun): Promise<RunItem> {
  const answer = await pass.client.get(
    'jobs',
    [...runPath(pass, run.id), 'jobs'],
    JOBS_QUERY,
  );
  const { data } = Jobs.safeParse(answer.type === 'ok' ? answer.json : {});
  return withJobs(run.item, data?.jobs ?? []);
}

/** Runs that were among the newest, and are not on a page that they would have to be on. */
function deleted(
  remembered: readonly number[],
  page: readonly ReadResult<ReadRun>[],
): number[] {
  const ids = new Set(
    page.flatMap(result =>
      result.type === 'item'
        ? result.item.id
        : Number(/\/runs\/(\d+)$/.exec(result.key ?? '')?.[1] ?? NaN),
    ),
  );
  const oldest = Math.min(...ids);
  const complete = page.length < FURTHER_PAGE;
  return remembered.filter(id => (complete || id > oldest) && !ids.has(id));
}

function runsOf(json: unknown): unknown[] {
  const { data } = Runs.safeParse(json);
  if (!data) {
    throw new SourceFailure(
      'protocol',
      'The answer to a list of workflow runs holds none',
    );
  }
  return data.workflow_runs;
}
