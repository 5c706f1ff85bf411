import { timestamp } from '../../kubernetes/json';
import type { KubeObject } from '../../kubernetes/types';
import { canarySteps, pauseSeconds, weightAt } from './canary';
import { countStall, RETRY_SECONDS, stepSeconds } from './pacing';
import {
  ensureReplicaSet,
  replicaSetsOf,
  scaleReplicaSet,
  stepReplicaSet,
  templateHash,
  trimHistory,
} from './replicaSets';
import {
  ROLLOUT_LABELS,
  sum,
  writeRolloutStatus,
  type Canary,
  type PauseCondition,
} from './rolloutStatus';
import { isFaulty, workloadSpec, type WorkloadContext } from './types';

function readCanary(rollout: KubeObject, hash: string): Canary {
  const status = (rollout.status ?? {}) as {
    currentStepIndex?: number;
    currentPodHash?: string;
    stableRS?: string;
    pauseConditions?: PauseCondition[];
    controllerPause?: boolean;
    abort?: boolean;
    promoteFull?: boolean;
  };
  const same = status.currentPodHash === hash;
  const aborted = same && status.abort === true;
  const promoted = same && status.promoteFull === true;
  const index = same ? status.currentStepIndex ?? 0 : 0;
  return {
    index: promoted ? canarySteps(rollout).length : index,
    stableHash: status.stableRS,
    pauses: same && !aborted ? status.pauseConditions : undefined,
    controllerPause: same && !aborted && status.controllerPause === true,
    aborted,
  };
}

/** Passes, enters or waits at the step where the canary is; true where it moved on. */
function takeStep(
  context: WorkloadContext,
  rollout: KubeObject,
  canary: Canary,
  weightReached: boolean,
): boolean {
  const step = canarySteps(rollout)[canary.index];
  const stuck = isFaulty(context, rollout, 'stuckCanary');
  const next = () => {
    canary.index += 1;
    canary.controllerPause = false;
    canary.pauses = undefined;
    return true;
  };
  if (!step.pause) {
    return weightReached && next();
  }
  if (context.seeding && !stuck) {
    return next();
  }
  if (canary.controllerPause && !canary.pauses?.length) {
    // Someone took the pause away: that is how a Rollout is promoted.
    return next();
  }
  if (!canary.controllerPause) {
    canary.controllerPause = true;
    canary.pauses = [
      { reason: 'CanaryPauseStep', startTime: timestamp(context.now()) },
    ];
    return false;
  }
  const seconds = pauseSeconds(step);
  const since = Date.parse(canary.pauses?.[0].startTime ?? '');
  const over =
    seconds !== undefined &&
    !stuck &&
    context.now().getTime() - since >= seconds * 1_000;
  return over && next();
}

/** Takes a Rollout one step further: through the weights and pauses of its canary, or straight on if it has none. */
export function reconcileRollout(
  context: WorkloadContext,
  rollout: KubeObject,
): number | undefined {
  const { name, uid = '' } = rollout.metadata;
  const spec = workloadSpec(rollout);
  const steps = canarySteps(rollout);
  const desired = spec.replicas ?? 1;
  const hash = templateHash(spec.template);
  const canary = readCanary(rollout, hash);

  const newest = ensureReplicaSet(context, rollout, ROLLOUT_LABELS);
  let current = stepReplicaSet(context, newest, name, { newest: true });
  const others = replicaSetsOf(context, rollout).filter(
    set => set.metadata.uid !== newest.metadata.uid,
  );
  const first = !canary.stableHash || canary.stableHash === hash;
  if (first) {
    canary.index = steps.length;
  }
  const finishing = canary.index >= steps.length && !canary.aborted;
  const weight = canary.aborted ? 0 : weightAt(steps, canary.index);
  const wanted = Math.min(desired, Math.ceil((desired * weight) / 100));
  current = scaleReplicaSet(context, current, wanted);

  const stableWanted =
    finishing && current.ready >= desired ? 0 : desired - current.ready;
  const olds = others.map(set => {
    const state = stepReplicaSet(context, set, name, { newest: false });
    const stable =
      set.metadata.labels?.[ROLLOUT_LABELS.hash] === canary.stableHash;
    return scaleReplicaSet(context, state, stable ? stableWanted : 0);
  });
  const reached = current.ready >= wanted && current.pods.length === wanted;
  let advanced = false;
  let done = false;
  if (finishing) {
    done = reached && sum(olds, 'pods') === 0;
    if (done) {
      canary.stableHash = hash;
    }
  } else if (!canary.aborted && !spec.paused) {
    advanced = takeStep(context, rollout, canary, reached);
  }
  const paused = Boolean(canary.pauses?.length) || spec.paused === true;
  const waiting = done || paused || (canary.aborted && !current.moving);
  const overdue = countStall(
    context,
    uid,
    waiting ? undefined : `${hash}/${canary.index}/${current.ready}`,
  );
  writeRolloutStatus(context, rollout, {
    hash,
    canary,
    current,
    olds,
    done,
    overdue,
  });
  if (done) {
    trimHistory(
      context,
      rollout,
      olds.map(state => state.set),
      ROLLOUT_LABELS.revision,
    );
    return undefined;
  }
  if (paused && !advanced) {
    const step = steps[canary.index];
    return step && pauseSeconds(step) !== undefined ? 10 : undefined;
  }
  if (canary.aborted && reached && sum(olds, 'ready') >= desired) {
    return undefined;
  }
  return overdue ? RETRY_SECONDS : stepSeconds(context, rollout);
}
