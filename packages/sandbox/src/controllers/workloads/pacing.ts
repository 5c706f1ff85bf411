import type { KubeObject } from '../../kubernetes/types';
import { isFaulty, type WorkloadContext } from './types';

/** How long a step of a workload takes at normal pace. */
const STEP_SECONDS = 1;
const SLOW_STEP_SECONDS = 20;
/** After how many steps without progress a workload is overdue. Kubernetes waits ten minutes; nobody wants to here. */
const DEADLINE_STEPS = 12;

/** How often something that does not get on tries again. */
export const RETRY_SECONDS = 30;

/** How long the next step of a workload takes. */
export function stepSeconds(
  context: WorkloadContext,
  object: KubeObject,
): number {
  return isFaulty(context, object, 'slowRollout')
    ? SLOW_STEP_SECONDS
    : STEP_SECONDS;
}

/** Counts steps in which nothing got on; true once there are too many. No sign of progress means done. */
export function countStall(
  context: WorkloadContext,
  uid: string,
  sign: string | undefined,
): boolean {
  const { stalls } = context;
  if (sign === undefined) {
    stalls.delete(uid);
    return false;
  }
  const before = stalls.get(uid);
  const count = before?.sign === sign ? before.count + 1 : 0;
  stalls.set(uid, { sign, count });
  return count >= DEADLINE_STEPS;
}
