import { compact, equal, timestamp } from '../../kubernetes/json';
import { ROLLOUTS } from '../../kubernetes/resources';
import type { JsonObject, KubeObject } from '../../kubernetes/types';
import { canarySteps, pauseSeconds, weightAt } from './canary';
import { mergeConditions } from './conditions';
import { countStall, RETRY_SECONDS, stepSeconds } from './pacing';
import {
  ensureReplicaSet,
  replicaSetsOf,
  scaleReplicaSet,
  stepReplicaSet,
  templateHash,
  trimHistory,
  type ReplicaSetState,
} from './replicaSets';
import { workloadSpec, type WorkloadContext } from './types';

const LABELS = {
  hash: 'rollouts-pod-template-hash',
  revision: 'rollout.argoproj.io/revision',
};

interface PauseCondition {
  reason: string;
  startTime: string;
}

/** Where a canary is; the part of a Rollout's status that steers it. */
interface Canary {
  index: number;
  stableHash?: string;
  pauses?: PauseCondition[];
  controllerPause: boolean;
  aborted: boolean;
}

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
  const { namespace, name } = rollout.metadata;
  const stuck = context.hasFault(namespace, name, 'stuckCanary');
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

function phaseOf(options: {
  rollout: KubeObject;
  canary: Canary;
  done: boolean;
  overdue: boolean;
}): { phase: string; message?: string } {
  const { rollout, canary, done, overdue } = options;
  if (canary.aborted) {
    return {
      phase: 'Degraded',
      message: `RolloutAborted: Rollout aborted update to revision ${
        rollout.metadata.annotations?.[LABELS.revision] ?? ''
      }`,
    };
  }
  if (overdue) {
    return {
      phase: 'Degraded',
      message: `ProgressDeadlineExceeded: ReplicaSet has timed out progressing.`,
    };
  }
  if (canary.pauses?.length) {
    return { phase: 'Paused', message: 'CanaryPauseStep' };
  }
  return done
    ? { phase: 'Healthy' }
    : { phase: 'Progressing', message: 'more replicas need to be updated' };
}

function sum(states: readonly ReplicaSetState[], pick: 'pods' | 'ready') {
  return states.reduce(
    (total, state) =>
      total + (pick === 'pods' ? state.pods.length : state.ready),
    0,
  );
}

function writeStatus(
  context: WorkloadContext,
  rollout: KubeObject,
  options: {
    hash: string;
    canary: Canary;
    current: ReplicaSetState;
    olds: ReplicaSetState[];
    done: boolean;
    overdue: boolean;
  },
): void {
  const { hash, canary, current, olds, done, overdue } = options;
  const steps = canarySteps(rollout);
  const ready = current.ready + sum(olds, 'ready');
  const weight = done || canary.aborted ? 0 : weightAt(steps, canary.index);
  const { phase, message } = phaseOf({ rollout, canary, done, overdue });
  const selector = Object.entries(
    (workloadSpec(rollout).selector?.matchLabels ?? {}) as object,
  )
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
  const status: JsonObject = compact({
    HPAReplicas: current.pods.length + sum(olds, 'pods'),
    abort: canary.aborted || undefined,
    availableReplicas: ready,
    blueGreen: {},
    canary: {
      weights: {
        canary: { podTemplateHash: done ? undefined : hash, weight },
        stable: { podTemplateHash: canary.stableHash, weight: 100 - weight },
      },
    },
    conditions: mergeConditions(
      rollout,
      [
        {
          type: 'Available',
          status: ready > 0 ? 'True' : 'False',
          reason: ready > 0 ? 'AvailableReason' : 'UnavailableReason',
          message: 'Rollout has minimum availability',
        },
        {
          type: 'Progressing',
          status: overdue || canary.aborted ? 'False' : 'True',
          reason: phase === 'Healthy' ? 'NewReplicaSetAvailable' : phase,
          message: message ?? 'ReplicaSet has successfully progressed.',
        },
        {
          type: 'Completed',
          status: done ? 'True' : 'False',
          reason: 'RolloutCompleted',
          message: done ? 'Rollout completed' : 'Rollout not completed',
        },
      ],
      context.now(),
    ),
    controllerPause: canary.controllerPause || undefined,
    currentPodHash: hash,
    currentStepHash: templateHash({
      spec: { containers: [], steps },
    }),
    currentStepIndex: steps.length > 0 ? canary.index : undefined,
    message,
    observedGeneration: String(rollout.metadata.generation),
    pauseConditions: canary.pauses,
    phase,
    readyReplicas: ready,
    replicas: current.pods.length + sum(olds, 'pods'),
    selector,
    stableRS: canary.stableHash,
    updatedReplicas: current.pods.length,
  });
  const annotations = {
    ...rollout.metadata.annotations,
    [LABELS.revision]:
      current.set.metadata.annotations?.[LABELS.revision] ?? '1',
  };
  if (
    !equal(status, rollout.status) ||
    !equal(annotations, rollout.metadata.annotations)
  ) {
    context.store.update(ROLLOUTS, {
      ...rollout,
      metadata: { ...rollout.metadata, annotations },
      status,
    });
  }
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

  const newest = ensureReplicaSet(context, rollout, LABELS);
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
    const stable = set.metadata.labels?.[LABELS.hash] === canary.stableHash;
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
  writeStatus(context, rollout, {
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
      LABELS.revision,
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
