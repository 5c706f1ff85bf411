import { compact, equal, timestamp } from '../../kubernetes/json';
import { JOBS } from '../../kubernetes/resources';
import type { JsonObject, KubeObject } from '../../kubernetes/types';
import { advancePod } from './advancePod';
import { stepSeconds } from './pacing';
import { createPod, podName, podsOf, stageOf } from './pods';
import { recordEvent } from './recordEvent';
import { workloadSpec, type WorkloadContext } from './types';

function ended(job: KubeObject): boolean {
  const conditions = job.status?.conditions;
  return (
    Array.isArray(conditions) &&
    conditions.some(
      ({ type, status }) =>
        (type === 'Complete' || type === 'Failed') && status === 'True',
    )
  );
}

function condition(type: string, reason: string, now: string): JsonObject {
  return {
    type,
    status: 'True',
    reason,
    message:
      type === 'Complete'
        ? 'Reached expected number of succeeded pods'
        : 'Job has reached the specified backoff limit',
    lastProbeTime: now,
    lastTransitionTime: now,
  };
}

/** Takes a Job one step further: its pod starts, runs and completes, or fails. */
export function reconcileJob(
  context: WorkloadContext,
  job: KubeObject,
): number | undefined {
  if (ended(job)) {
    return undefined;
  }
  const { name } = job.metadata;
  const labels = {
    'batch.kubernetes.io/job-name': name,
    'job-name': name,
    'batch.kubernetes.io/controller-uid': job.metadata.uid ?? '',
  };
  const existing = podsOf(context, job);
  const pods =
    existing.length > 0
      ? existing
      : [
          createPod(context, job, workloadSpec(job).template, {
            name: podName(job, existing),
            labels,
          }),
        ];
  const stages = pods.map(pod =>
    existing.length > 0
      ? stageOf(advancePod(context, pod, { name, oneShot: true }).pod)
      : stageOf(pod),
  );
  const succeeded = stages.filter(stage => stage === 'completed').length;
  const failed = stages.filter(stage => stage === 'backOff').length;
  const now = timestamp(context.now());
  const startTime = (job.status?.startTime as string | undefined) ?? now;
  const over = succeeded + failed > 0;
  const status: JsonObject = compact({
    startTime,
    active: over ? undefined : pods.length,
    ready: stages.filter(stage => stage === 'starting').length,
    terminating: 0,
    succeeded: succeeded || undefined,
    failed: failed || undefined,
    completionTime: succeeded ? now : undefined,
    conditions: over
      ? [
          succeeded
            ? condition('Complete', 'CompletionsReached', now)
            : condition('Failed', 'BackoffLimitExceeded', now),
        ]
      : undefined,
    uncountedTerminatedPods: {},
  });
  if (!equal(status, job.status)) {
    const written = context.store.update(JOBS, { ...job, status });
    if (over) {
      recordEvent(
        context,
        written,
        succeeded ? 'Normal' : 'Warning',
        succeeded ? 'Completed' : 'BackoffLimitExceeded',
        succeeded ? 'Job completed' : 'Job has reached the backoff limit',
      );
    }
  }
  // A job works for a while between start and end.
  return over ? undefined : 2 * stepSeconds(context, job);
}
