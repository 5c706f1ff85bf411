import { parseImageReference } from '@throughline/plugin-delivery-common';
import type { DeploymentItem } from '@throughline/plugin-delivery-node';
import type { WorkloadFacts } from '../workloads/WorkloadFacts';
import { workloadKey } from '../workloads/kinds';
import type { Revision } from './RevisionFacts';

/** A revision at one of the times when it was the newest. */
interface Step {
  number: number;
  /** False where it was rolled back to; when that was is not written down anywhere. */
  first: boolean;
  revision: Revision;
}

/** A restart writes its time into the template, and the ReplicaSet follows at once. */
const RESTART_LAG_MS = 60_000;

/**
 * The deployments that a workload's revisions tell of, oldest first. A restart is none: its template differs from the
 * one before in nothing that is deployed. How a revision went that was followed by another is not known any more.
 */
export function deploymentsOf(
  workload: WorkloadFacts,
  revisions: readonly Revision[],
): DeploymentItem[] {
  const steps = stepsOf(revisions);
  const current = currentStep(workload, steps);
  return steps
    .filter((step, index) => !isRestart(step, steps[index - 1]))
    .map(step => deploymentOf(workload, step, step === current));
}

function stepsOf(revisions: readonly Revision[]): Step[] {
  return revisions
    .flatMap(revision => {
      const numbers = [...new Set([...revision.earlier, revision.revision])]
        .filter(number => number > 0)
        .sort((one, other) => one - other);
      return numbers.map((number, index) => ({
        number,
        first: index === 0,
        revision,
      }));
    })
    .sort((one, other) => one.number - other.number);
}

function currentStep(
  { progress }: WorkloadFacts,
  steps: readonly Step[],
): Step | undefined {
  const newest = steps[steps.length - 1];
  const isCurrent =
    newest &&
    (progress?.current === undefined ||
      progress.current === String(newest.number) ||
      progress.current === newest.revision.name);
  return isCurrent ? newest : undefined;
}

function isRestart(step: Step, before: Step | undefined): boolean {
  if (before) {
    return before.revision.fingerprint === step.revision.fingerprint;
  }
  const { restartedAt, createdAt } = step.revision;
  if (!restartedAt || step.number === 1) {
    return false;
  }
  // The one before is not kept any more: a template that was made by a restart says so by its time.
  const lag = Date.parse(createdAt) - Date.parse(restartedAt);
  return Math.abs(lag) <= RESTART_LAG_MS;
}

function deploymentOf(
  workload: WorkloadFacts,
  { number, first, revision }: Step,
  isCurrent: boolean,
): DeploymentItem {
  const progress = isCurrent ? workload.progress : undefined;
  const startedAt =
    first && revision.createdAt ? revision.createdAt : undefined;
  const finishedAt = progress?.finishedAt;
  return {
    kind: 'deployment',
    key: `${workload.uid}/${number}`,
    targetKey: workloadKey(workload),
    revisions: [],
    desired: [],
    images: revision.images.flatMap(image => parseImageReference(image) ?? []),
    outcome: progress?.outcome ?? 'unknown',
    ...(startedAt && { startedAt }),
    ...(finishedAt &&
      // Scaling afterwards can move the time on; it never lies before the start.
      (!startedAt || finishedAt >= startedAt) && { finishedAt }),
    ...(revision.cause && { message: revision.cause }),
  };
}
