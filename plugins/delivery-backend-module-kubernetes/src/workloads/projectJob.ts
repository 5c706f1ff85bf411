import { cleanMessage } from '@throughline/plugin-delivery-node';
import { z } from 'zod';
import { judgeJob, type CronRun } from '../health';
import { baseFacts, type ProjectOptions } from './baseFacts';
import {
  conditionOf,
  conditionsSchema,
  controllerOf,
  count,
  metadataSchema,
  templateSchema,
  time,
} from './schemas';
import type { WorkloadFacts } from './WorkloadFacts';

const schema = z.object({
  metadata: metadataSchema,
  spec: z.object({
    suspend: z.boolean().nullish(),
    completions: count,
    template: templateSchema,
  }),
  status: z
    .object({
      active: count,
      ready: count,
      succeeded: count,
      failed: count,
      startTime: time,
      completionTime: time,
      conditions: conditionsSchema,
    })
    .nullish(),
});

type Job = z.infer<typeof schema>;

/** A Job: a target of its own, or a run of a CronJob. */
export type JobFacts =
  | { type: 'workload'; facts: WorkloadFacts }
  | { type: 'run'; uid: string; cronJob: string; run: CronRun };

/** Finished Jobs that are older than this say nothing about what runs. */
const KEEP_FINISHED_MS = 7 * 24 * 60 * 60 * 1000;

/**
 * Projects Jobs.
 *
 * @param now - milliseconds
 */
export function projectJob(
  options: ProjectOptions,
  now: () => number = Date.now,
): (object: unknown) => JobFacts | undefined {
  return object => {
    const job = schema.parse(object);
    const { metadata, spec, status } = job;
    const owner = controllerOf(metadata);
    const run = runOf(job);
    if (owner?.kind === 'CronJob') {
      return { type: 'run', uid: metadata.uid, cronJob: owner.uid, run };
    }
    if (run.state !== 'active' && now() - endOf(job) > KEEP_FINISHED_MS) {
      return undefined;
    }
    const succeeded = status?.succeeded ?? 0;
    return {
      type: 'workload',
      facts: {
        ...baseFacts('batch', 'Job', metadata, spec.template, options),
        health: judgeJob({
          deletionTimestamp: metadata.deletionTimestamp,
          suspended: spec.suspend ?? false,
          active: status?.active ?? 0,
          failed: status?.failed ?? 0,
          conditions: status?.conditions,
        }),
        replicas: {
          desired: spec.completions ?? 1,
          ready: succeeded,
        },
      },
    };
  };
}

function runOf({ metadata, status }: Job): CronRun {
  const startedAt = status?.startTime ?? metadata.creationTimestamp ?? '';
  const failed = conditionOf(status?.conditions, 'Failed');
  if (failed?.status === 'True') {
    const reason = failed.message || failed.reason;
    return {
      state: 'failed',
      startedAt,
      ...(reason && { reason: cleanMessage(reason, 120) }),
    };
  }
  const complete = conditionOf(status?.conditions, 'Complete');
  return {
    state: complete?.status === 'True' ? 'succeeded' : 'active',
    startedAt,
  };
}

function endOf({ metadata, status }: Job): number {
  const failed = conditionOf(status?.conditions, 'Failed');
  const end = Date.parse(
    status?.completionTime ??
      failed?.lastTransitionTime ??
      metadata.creationTimestamp ??
      '',
  );
  return Number.isNaN(end) ? 0 : end;
}
