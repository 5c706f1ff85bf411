import { z } from 'zod';
import { isTerminalRun } from '@throughline/plugin-delivery-common';
import type { RunItem } from '@throughline/plugin-delivery-node';
import { reasonOf, type ReadResult } from './ReadResult';
import { runStatus } from './runStatus';
import { actorOf, isoTime, line, webUrl } from './text';

const person = z
  .object({ login: z.string(), type: z.string().nullish() })
  .nullish();

const Run = z.object({
  id: z.number().int().min(1),
  name: z.string().nullish(),
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
  triggering_actor: person,
  created_at: z.string().refine(text => isoTime(text) !== undefined, 'no date'),
  run_started_at: z.string().nullish(),
  updated_at: z.string().nullish(),
  html_url: z.string().nullish(),
});

const Job = z.object({
  name: z.string().min(1),
  status: z.string().nullish(),
  conclusion: z.string().nullish(),
  started_at: z.string().nullish(),
  completed_at: z.string().nullish(),
  html_url: z.string().nullish(),
});

/** A run with what decides whether it is to be told again. */
export interface ReadRun {
  item: RunItem;
  id: number;
  updatedAt: string;
}

/** The key of a run within its host. */
export function runKey(repository: string, id: number): string {
  return `${repository}/runs/${id}`;
}

/** Reads a workflow run of the REST API, without its jobs. */
export function readRun(
  repository: string,
  node: unknown,
): ReadResult<ReadRun> {
  const parsed = Run.safeParse(node);
  if (!parsed.success) {
    const id = (node as { id?: unknown } | null)?.id;
    const key =
      typeof id === 'number' && Number.isInteger(id)
        ? runKey(repository, id)
        : undefined;
    return {
      type: 'malformed',
      kind: 'run',
      ...(key ? { key } : {}),
      description: key ?? `a workflow run of ${repository}`,
      reason: reasonOf(parsed.error),
    };
  }
  const { data } = parsed;
  const status = runStatus(data.status, data.conclusion);
  const actor = data.triggering_actor ?? data.actor;
  const updatedAt = isoTime(data.updated_at) ?? isoTime(data.created_at)!;
  const who = actorOf(actor?.login, undefined, actor?.type);
  const startedAt = isoTime(data.run_started_at);
  const url = webUrl(data.html_url);
  const definition = line(data.path?.split('@')[0] ?? '');
  const trigger = line(data.event ?? '');
  return {
    type: 'item',
    item: {
      id: data.id,
      updatedAt,
      item: {
        kind: 'run',
        key: runKey(repository, data.id),
        repository,
        pipeline: line(data.name ?? '') || line(data.path ?? '') || 'workflow',
        ...(definition ? { definition } : {}),
        ...(data.run_number ? { number: String(data.run_number) } : {}),
        ...(data.run_attempt ? { attempt: data.run_attempt } : {}),
        status,
        ...(trigger ? { trigger } : {}),
        ...(data.head_branch ? { branch: data.head_branch } : {}),
        ...(/^[0-9a-f]{40}$/.test(data.head_sha ?? '')
          ? { sha: data.head_sha! }
          : {}),
        ...(data.display_title ? { title: line(data.display_title) } : {}),
        ...(who ? { actor: who } : {}),
        createdAt: isoTime(data.created_at)!,
        ...(startedAt ? { startedAt } : {}),
        ...(isTerminalRun(status.status) ? { finishedAt: updatedAt } : {}),
        ...(url ? { url } : {}),
        jobs: [],
      },
    },
  };
}

/** Puts a run's jobs into it; the end of the last one is the run's. Jobs that cannot be read are left out. */
export function withJobs(run: RunItem, nodes: readonly unknown[]): RunItem {
  const jobs = nodes.flatMap(node => {
    const { data } = Job.safeParse(node);
    if (!data) {
      return [];
    }
    const startedAt = isoTime(data.started_at);
    const finishedAt = isoTime(data.completed_at);
    const url = webUrl(data.html_url);
    return {
      name: line(data.name) || 'job',
      status: runStatus(data.status, data.conclusion),
      ...(startedAt ? { startedAt } : {}),
      ...(finishedAt ? { finishedAt } : {}),
      ...(url ? { url } : {}),
    };
  });
  const last = jobs
    .flatMap(job => job.finishedAt ?? [])
    .sort()
    .pop();
  return {
    ...run,
    ...(run.finishedAt && last ? { finishedAt: last } : {}),
    jobs,
  };
}
