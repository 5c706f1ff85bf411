import { isoTime } from '@throughline/plugin-delivery-node';
import { z } from 'zod';
import type { RepositoryCall } from '../api/RepositoryCall';
import { readJobs } from '../map/readRun';
import { person } from '../map/schemas';

const Run = z.object({
  id: z.number().int().min(1),
  path: z.string().nullish(),
  display_title: z.string().nullish(),
  run_attempt: z.number().int().min(0).nullish(),
  event: z.string().nullish(),
  status: z.string().nullish(),
  conclusion: z.string().nullish(),
  head_branch: z.string().nullish(),
  actor: person,
  trigger_actor: person,
  created_at: z.string().nullish(),
  started_at: z.string().nullish(),
  html_url: z.string().nullish(),
});

const Runs = z.object({
  total_count: z.number().int().nullish(),
  workflow_runs: z.array(z.unknown()).nullish(),
});

const Jobs = z.object({ jobs: z.array(z.unknown()).nullish() });

/** A run, or an attempt of one. */
export type RunNode = z.infer<typeof Run>;

/** Which attempt it is; 0 is what runs have that were made before attempts were counted. */
export function attemptOf({ run_attempt: attempt }: RunNode): number {
  return attempt || 1;
}

/** Who has started it, this time. */
export function starterOf(run: RunNode): string | undefined {
  return (run.trigger_actor ?? run.actor)?.login ?? undefined;
}

export function hasEnded({ status }: RunNode): boolean {
  return status === 'completed';
}

const pathOf = (id: number, attempt?: number) => [
  'actions',
  'runs',
  String(id),
  ...(attempt === undefined ? [] : ['attempts', String(attempt)]),
];

/**
 * A run as it is now, or an attempt of it.
 *
 * @returns undefined where there is no such attempt
 * @throws SourceFailure
 */
export async function readRunNode(
  call: RepositoryCall,
  id: number,
  attempt?: number,
): Promise<RunNode | undefined> {
  const { status, json } = await call.send({
    asked: 'look at a run',
    path: pathOf(id, attempt),
    scope: 'read:repository',
    accept: attempt === undefined ? [] : [404],
  });
  if (status === 404) {
    return undefined;
  }
  const { data } = Run.safeParse(json);
  if (!data) {
    throw call.misshapen(`Run ${id}`);
  }
  return data;
}

/**
 * The newest runs that were started by hand, and whether these are all.
 *
 * @returns undefined in the place of one that cannot be read
 * @throws SourceFailure
 */
export async function readNewest(
  call: RepositoryCall,
  event: string,
): Promise<{ runs: (RunNode | undefined)[]; isAll: boolean }> {
  const { json } = await call.send({
    asked: 'look for a run',
    path: ['actions', 'runs'],
    query: { event, limit: 50, page: 1 },
    scope: 'read:repository',
  });
  const { data } = Runs.safeParse(json);
  if (!data) {
    throw call.misshapen('The runs');
  }
  const nodes = data.workflow_runs ?? [];
  return {
    runs: nodes.map(node => Run.safeParse(node).data),
    isAll: (data.total_count ?? Infinity) <= nodes.length,
  };
}

/**
 * The jobs of a run as it is now, or of an attempt of it; fifty at most.
 *
 * @throws SourceFailure
 */
export async function readJobsOf(
  call: RepositoryCall,
  id: number,
  attempt?: number,
): Promise<ReturnType<typeof readJobs>> {
  const { json } = await call.send({
    asked: 'look at the jobs of a run',
    path: [...pathOf(id, attempt), 'jobs'],
    query: { limit: 50 },
    scope: 'read:repository',
    accept: [404],
  });
  return readJobs(Jobs.safeParse(json).data?.jobs ?? []);
}

/**
 * When a run was made, in milliseconds since 1970: one that waits has no time of its own, and its jobs tell.
 *
 * @returns NaN where nothing tells
 */
export async function madeAt(
  call: RepositoryCall,
  run: RunNode,
): Promise<number> {
  const own = isoTime(run.created_at) ?? isoTime(run.started_at);
  return Date.parse(own ?? (await readJobsOf(call, run.id)).createdAt ?? '');
}
