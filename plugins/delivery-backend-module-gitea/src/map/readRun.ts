import { z } from 'zod';
import { isTerminalRun } from '@throughline/plugin-delivery-common';
import {
  fingerprint,
  firstLine,
  isoTime,
  malformedResult,
  webUrl,
  type ReadResult,
  type RunItem,
} from '@throughline/plugin-delivery-node';
import { idOf, person, sha, userOf } from './schemas';
import { runStatus } from './statuses';

const Run = z.object({
  id: z.number().int().min(1),
  path: z.string().nullish(),
  display_title: z.string().nullish(),
  run_number: z.number().int().nullish(),
  run_attempt: z.number().int().min(0).nullish(),
  event: z.string().nullish(),
  status: z.string().nullish(),
  conclusion: z.string().nullish(),
  head_branch: z.string().nullish(),
  head_sha: z.string().nullish(),
  actor: person,
  trigger_actor: person,
  created_at: z.string().nullish(),
  started_at: z.string().nullish(),
  completed_at: z.string().nullish(),
  html_url: z.string().nullish(),
});

const Job = z.object({
  id: z.number().int(),
  name: z.string().min(1),
  status: z.string().nullish(),
  conclusion: z.string().nullish(),
  created_at: z.string().nullish(),
  started_at: z.string().nullish(),
  completed_at: z.string().nullish(),
  html_url: z.string().nullish(),
});

/** A run before its jobs are known; one that waits has no time of its own. */
type BareRun = Omit<RunItem, 'createdAt'> & { createdAt?: string };

/** A run with what decides whether it is to be told again. */
export interface ReadRun {
  run: BareRun;
  id: number;
  /** Stands for all that the list tells of it. */
  mark: string;
}

/** The key of a run within its host. */
export function runKey(repository: string, id: number): string {
  return `${repository}/runs/${id}`;
}

/** Reads a run, without its jobs. */
export function readRun(
  repository: string,
  node: unknown,
): ReadResult<ReadRun> {
  const { data, error } = Run.safeParse(node);
  if (!data) {
    const id = idOf(node);
    return malformedResult(
      'run',
      id ? runKey(repository, id) : undefined,
      `a workflow run of ${repository}`,
      error,
    );
  }
  const status = runStatus(data.status, data.conclusion);
  const startedAt = isoTime(data.started_at);
  const finishedAt = isoTime(data.completed_at);
  const createdAt = isoTime(data.created_at) ?? startedAt ?? finishedAt;
  const actor = userOf(data.trigger_actor ?? data.actor);
  const url = webUrl(data.html_url);
  const [file, ref] = (data.path ?? '').split('@');
  const definition = firstLine(file);
  const trigger = firstLine(data.event ?? '');
  const head = sha.safeParse(data.head_sha).data;
  return {
    type: 'item',
    item: {
      id: data.id,
      mark: fingerprint(data),
      run: {
        kind: 'run',
        key: runKey(repository, data.id),
        repository,
        pipeline: firstLine(file.split('/').pop() ?? '') || 'workflow',
        ...(definition ? { definition } : {}),
        ...(data.run_number ? { number: String(data.run_number) } : {}),
        ...(data.run_attempt ? { attempt: data.run_attempt } : {}),
        status,
        ...(trigger ? { trigger } : {}),
        ...branchOf(data.head_branch, ref),
        ...(head ? { sha: head } : {}),
        ...(data.display_title ? { title: firstLine(data.display_title) } : {}),
        ...(actor ? { actor } : {}),
        ...(createdAt ? { createdAt } : {}),
        ...(startedAt ? { startedAt } : {}),
        ...(isTerminalRun(status.status) && finishedAt ? { finishedAt } : {}),
        ...(url ? { url } : {}),
        jobs: [],
      },
    },
  };
}

/** Pull requests run for a ref that is no branch. */
function branchOf(
  branch: string | null | undefined,
  ref: string | undefined,
): { branch?: string } {
  const name = branch || ref?.replace(/^refs\/heads\//, '');
  return name && !name.startsWith('refs/') ? { branch: name } : {};
}

/** Jobs, with the time when the first of them was made; those that cannot be read are left out. */
export function readJobs(nodes: readonly unknown[]): {
  jobs: RunItem['jobs'];
  createdAt?: string;
} {
  const read = nodes.flatMap(node => Job.safeParse(node).data ?? []);
  const createdAt = read
    .flatMap(job => isoTime(job.created_at) ?? [])
    .sort()[0];
  const jobs = read
    .sort((a, b) => a.id - b.id)
    .map(job => {
      const startedAt = isoTime(job.started_at);
      const finishedAt = isoTime(job.completed_at);
      const url = webUrl(job.html_url);
      return {
        name: firstLine(job.name) || 'job',
        status: runStatus(job.status, job.conclusion),
        ...(startedAt ? { startedAt } : {}),
        ...(finishedAt ? { finishedAt } : {}),
        ...(url ? { url } : {}),
      };
    });
  return { jobs, ...(createdAt ? { createdAt } : {}) };
}

/** A run with its jobs. The first of them tells when a run was made that has not started yet. */
export function withJobs(
  run: BareRun,
  nodes: readonly unknown[],
): ReadResult<RunItem> {
  const { jobs, createdAt = undefined } = readJobs(nodes);
  const made = run.createdAt ?? createdAt;
  return made
    ? { type: 'item', item: { ...run, createdAt: made, jobs } }
    : malformedResult(
        'run',
        run.key,
        run.key,
        'neither it nor a job of it says when it was made',
      );
}
