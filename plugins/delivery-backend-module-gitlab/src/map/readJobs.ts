import { z } from 'zod';
import {
  firstLine,
  isoTime,
  webUrl,
  type RunItem,
} from '@throughline/plugin-delivery-node';
import { runStatus } from './runStatus';
import { person, userOf } from './schemas';

const Job = z.object({
  id: z.number().int(),
  name: z.string().min(1),
  status: z.string().nullish(),
  stage: z.string().nullish(),
  allow_failure: z.boolean().nullish(),
  tag: z.boolean().nullish(),
  started_at: z.string().nullish(),
  finished_at: z.string().nullish(),
  web_url: z.string().nullish(),
  user: person,
  commit: z.object({ title: z.string().nullish() }).nullish(),
});

type RunJob = RunItem['jobs'][number];

/** A job, with what it tells of its pipeline besides. */
export interface ReadJob {
  id: number;
  job: RunJob;
  actor?: ReturnType<typeof userOf>;
  /** The subject of the commit. */
  title?: string;
  /** Whether it ran for a tag rather than a branch. */
  tag: boolean;
}

/**
 * Reads the jobs of a pipeline, or its bridges, which look the same. Those that cannot be read are left out.
 *
 * @param within - the name of the bridge that started the pipeline that they are of
 */
export function readJobs(
  nodes: readonly unknown[],
  within?: string,
): ReadJob[] {
  return nodes
    .flatMap((node): ReadJob[] => {
      const { data } = Job.safeParse(node);
      if (!data) {
        return [];
      }
      const startedAt = isoTime(data.started_at);
      const finishedAt = isoTime(data.finished_at);
      const url = webUrl(data.web_url);
      const status = runStatus(data.status);
      const name = firstLine(data.name) || 'job';
      const title = firstLine(data.commit?.title ?? '');
      return [
        {
          id: data.id,
          actor: userOf(data.user),
          ...(title ? { title } : {}),
          tag: data.tag ?? false,
          job: {
            name: within ? firstLine(`${within} / ${name}`) : name,
            status:
              status.status === 'failed' && data.allow_failure
                ? { ...status, reason: 'it is allowed to fail' }
                : status,
            ...(startedAt ? { startedAt } : {}),
            ...(finishedAt ? { finishedAt } : {}),
            ...(url ? { url } : {}),
          },
        },
      ];
    })
    .sort((a, b) => a.id - b.id);
}

/** Puts its jobs into a pipeline; its own times are those of the first and the last one. */
export function withJobs(run: RunItem, jobs: readonly ReadJob[]): RunItem {
  const [first] = jobs;
  if (!first) {
    return run;
  }
  const startedAt = jobs.flatMap(({ job }) => job.startedAt ?? []).sort()[0];
  const finishedAt = jobs
    .flatMap(({ job }) => job.finishedAt ?? [])
    .sort()
    .pop();
  const { branch, ...rest } = run;
  const title = run.title ?? first.title;
  return {
    ...rest,
    ...(branch && !first.tag ? { branch } : {}),
    ...(title ? { title } : {}),
    ...(first.actor ? { actor: first.actor } : {}),
    ...(startedAt ? { startedAt } : {}),
    ...(run.finishedAt && finishedAt ? { finishedAt } : {}),
    jobs: jobs.map(({ job }) => job),
  };
}
