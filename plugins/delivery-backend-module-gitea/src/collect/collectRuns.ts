import { z } from 'zod';
import { isTerminalRun } from '@throughline/plugin-delivery-common';
import {
  readItems,
  SourceFailure,
  tellItems,
  tellMalformed,
  type Observation,
  type ReadResult,
  type RunItem,
} from '@throughline/plugin-delivery-node';
import { readRun, runKey, withJobs, type ReadRun } from '../map/readRun';
import { repositoryPath, scopeOf, type RepositoryPass } from './RepositoryPass';

const PAGE = 50;
/** Of those that had ended before the first look, the jobs of so many are asked for. */
const FIRST_JOBS = 5;

/** An empty list may be null; without any, the answer is none. */
const anyList = z
  .array(z.unknown())
  .nullable()
  .transform(items => items ?? []);
const Runs = z.object({ workflow_runs: anyList });
const Jobs = z.object({ jobs: anyList });

/**
 * Tells those of the newest runs that changed since the last look, with their jobs. Nothing tells what changed since a
 * time: what was told of each is remembered instead.
 */
export async function* collectRuns(
  pass: RepositoryPass,
): AsyncGenerator<Observation> {
  const scope = scopeOf(pass, 'runs');
  const before = pass.state.runs;
  const list = await pass.client.list(
    'runs',
    repositoryPath(pass, 'actions', 'runs'),
    { limit: PAGE },
    {
      maxPages: 1,
      listOf: json => Runs.safeParse(json).data?.workflow_runs,
    },
  );
  if (!list) {
    throw new SourceFailure(
      'permission',
      'its runs cannot be read: this version has no API for them (Gitea has it since 1.25, Forgejo has not), Actions are switched off, or the credentials may not see them',
    );
  }
  const page = list.items.map(node => readRun(pass.identity, node));
  const listed = new Set(readItems(page).map(({ id }) => id));
  const { alone, missing } = await readAlone(
    pass,
    (pass.state.active ?? []).filter(id => !listed.has(id)),
  );
  const runs = [...readItems(page), ...alone];
  const isActive = ({ run }: ReadRun) => !isTerminalRun(run.status.status);
  const telling = runs.filter(
    one => before?.[one.id] !== one.mark || isActive(one),
  );
  const results: ReadResult<RunItem>[] = [];
  let ended = 0;
  for (const one of telling) {
    ended += isActive(one) ? 0 : 1;
    const jobs =
      isActive(one) || before || ended <= FIRST_JOBS
        ? await readJobs(pass, one.id)
        : [];
    results.push(withJobs(one.run, jobs));
  }

  if (!before) {
    yield { type: 'listing', scope };
  }
  yield* tellItems(scope, readItems(results));
  yield* tellMalformed(scope, [...page, ...results]);
  if (!before) {
    yield { type: 'listed', scope };
  }
  const gone = [...deleted(before, page, list.whole), ...missing];
  if (gone.length > 0) {
    yield {
      type: 'vanished',
      scope,
      items: gone.map(id => ({ kind: 'run', key: runKey(pass.identity, id) })),
    };
  }
  pass.changed = new Set(
    before ? telling.flatMap(({ run }) => run.sha ?? []) : [],
  );
  pass.state.runs = Object.fromEntries(runs.map(({ id, mark }) => [id, mark]));
  pass.state.active = runs
    .filter(isActive)
    .map(({ id }) => id)
    .sort((a, b) => a - b);
}

async function readAlone(
  pass: RepositoryPass,
  ids: readonly number[],
): Promise<{ alone: ReadRun[]; missing: number[] }> {
  const alone: ReadRun[] = [];
  const missing: number[] = [];
  for (const id of ids) {
    const answer = await pass.client.get(
      'run',
      repositoryPath(pass, 'actions', 'runs', String(id)),
    );
    if (answer.type === 'missing') {
      missing.push(id);
    } else {
      alone.push(...readItems([readRun(pass.identity, answer.json)]));
    }
  }
  return { alone, missing };
}

async function readJobs(pass: RepositoryPass, id: number): Promise<unknown[]> {
  const list = await pass.client.list(
    'jobs',
    repositoryPath(pass, 'actions', 'runs', String(id), 'jobs'),
    {},
    {
      maxPages: 3,
      listOf: json => Jobs.safeParse(json).data?.jobs,
    },
  );
  return list?.items ?? [];
}

/** Runs that were told, and are not on a page that they would have to be on. */
function deleted(
  before: Readonly<Record<string, string>> | undefined,
  page: readonly ReadResult<ReadRun>[],
  whole: boolean,
): number[] {
  const ids = new Set(
    page.flatMap(result =>
      result.type === 'item'
        ? result.item.id
        : Number(/\/runs\/(\d+)$/.exec(result.key ?? '')?.[1] ?? NaN),
    ),
  );
  const oldest = whole ? 0 : Math.min(...ids);
  return Object.keys(before ?? {})
    .map(Number)
    .filter(id => id > oldest && !ids.has(id));
}
