import { compact, equal } from '../../kubernetes/json';
import { ROLLOUTS } from '../../kubernetes/resources';
import type { JsonObject, KubeObject } from '../../kubernetes/types';
import { canarySteps, weightAt } from './canary';
import { mergeConditions } from './conditions';
import { templateHash, type ReplicaSetState } from './replicaSets';
import { workloadSpec, type WorkloadContext } from './types';

/** What marks the ReplicaSets and pods of Rollouts. */
export const ROLLOUT_LABELS = {
  hash: 'rollouts-pod-template-hash',
  revision: 'rollout.argoproj.io/revision',
};

/** Why and since when a Rollout waits. */
export interface PauseCondition {
  reason: string;
  startTime: string;
}

/** Where a canary is; the part of a Rollout's status that steers it. */
export interface Canary {
  index: number;
  stableHash?: string;
  pauses?: PauseCondition[];
  controllerPause: boolean;
  aborted: boolean;
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
        rollout.metadata.annotations?.[ROLLOUT_LABELS.revision] ?? ''
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

/** How many pods, or ready pods, ReplicaSets have together. */
export function sum(
  states: readonly ReplicaSetState[],
  pick: 'pods' | 'ready',
) {
  return states.reduce(
    (total, state) =>
      total + (pick === 'pods' ? state.pods.length : state.ready),
    0,
  );
}

/** Writes how far a Rollout is. */
export function writeRolloutStatus(
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
    [ROLLOUT_LABELS.revision]:
      current.set.metadata.annotations?.[ROLLOUT_LABELS.revision] ?? '1',
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
