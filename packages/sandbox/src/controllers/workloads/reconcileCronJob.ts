import { compact, equal, timestamp } from '../../kubernetes/json';
import {
  apiVersionOf,
  CRON_JOBS,
  JOBS,
  PODS,
} from '../../kubernetes/resources';
import type { JsonObject, KubeObject } from '../../kubernetes/types';
import { isOwnedBy, ownedBy, podsOf } from './pods';
import { lastRun, nextRun } from './schedule';
import type { WorkloadContext } from './types';

interface CronJobSpec {
  schedule: string;
  suspend?: boolean;
  jobTemplate: { metadata?: JsonObject; spec: JsonObject };
  successfulJobsHistoryLimit?: number;
}

function jobName(cronJob: KubeObject, due: Date): string {
  return `${cronJob.metadata.name}-${Math.floor(due.getTime() / 60_000)}`;
}

/** The Job of one run. */
function createJob(
  context: WorkloadContext,
  cronJob: KubeObject,
  due: Date,
): KubeObject {
  const { jobTemplate } = cronJob.spec as unknown as CronJobSpec;
  return context.store.create(
    JOBS,
    {
      apiVersion: apiVersionOf(JOBS),
      kind: JOBS.kind,
      metadata: {
        name: jobName(cronJob, due),
        namespace: cronJob.metadata.namespace,
        labels: {
          ...cronJob.metadata.labels,
          ...(jobTemplate.metadata?.labels as Record<string, string>),
        },
        annotations: {
          'batch.kubernetes.io/cronjob-scheduled-timestamp': timestamp(due),
        },
        ownerReferences: [ownedBy(cronJob)],
      },
      spec: {
        parallelism: 1,
        completions: 1,
        backoffLimit: 0,
        ...jobTemplate.spec,
      },
    },
    due,
  );
}

function trim(
  context: WorkloadContext,
  jobs: readonly KubeObject[],
  limit: number,
): void {
  jobs
    .filter(job => job.status?.completionTime)
    .sort((a, b) =>
      String(b.status?.startTime).localeCompare(String(a.status?.startTime)),
    )
    .slice(limit)
    .forEach(job => {
      podsOf(context, job).forEach(({ metadata }) =>
        context.store.delete(PODS, metadata.namespace, metadata.name),
      );
      const { namespace, name } = job.metadata;
      context.store.delete(JOBS, namespace, name);
    });
}

/** Starts the Job of a CronJob when it is due; while the past is made up, that of its latest run. */
export function reconcileCronJob(
  context: WorkloadContext,
  cronJob: KubeObject,
): number | undefined {
  const { store } = context;
  const spec = cronJob.spec as unknown as CronJobSpec;
  const { namespace } = cronJob.metadata;
  const now = context.seeding ? new Date() : context.now();
  const scheduled = Date.parse(
    (cronJob.status?.lastScheduleTime as string | undefined) ??
      cronJob.metadata.creationTimestamp ??
      '',
  );
  const due = lastRun(spec.schedule, now);
  const replaced =
    due !== undefined && context.until !== undefined && due > context.until;
  let last = cronJob.status?.lastScheduleTime;
  if (
    due &&
    !replaced &&
    !spec.suspend &&
    due.getTime() > scheduled &&
    !store.get(JOBS, namespace, jobName(cronJob, due))
  ) {
    createJob(context, cronJob, due);
    last = timestamp(due);
  }
  const jobs = store
    .list(JOBS, namespace)
    .filter(job => isOwnedBy(job, cronJob));
  const active = jobs.filter(job => !job.status?.conditions);
  const completed = jobs
    .map(job => job.status?.completionTime)
    .filter((time): time is string => typeof time === 'string')
    .sort();
  const status: JsonObject = compact({
    lastScheduleTime: last,
    lastSuccessfulTime:
      completed[completed.length - 1] ?? cronJob.status?.lastSuccessfulTime,
    active:
      active.length > 0
        ? active.map(job => ({
            kind: job.kind,
            apiVersion: job.apiVersion,
            namespace,
            name: job.metadata.name,
            uid: job.metadata.uid,
            resourceVersion: job.metadata.resourceVersion,
          }))
        : undefined,
  });
  if (!equal(status, cronJob.status ?? {})) {
    store.update(CRON_JOBS, { ...cronJob, status });
  }
  trim(context, jobs, spec.successfulJobsHistoryLimit ?? 3);
  const next = nextRun(spec.schedule, now);
  return next && (next.getTime() - now.getTime()) / 1_000 + 1;
}
