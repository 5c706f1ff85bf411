import type { HealthStatus, Judged } from '@throughline/plugin-delivery-common';
import { judge } from './judge';

/** What an Argo Rollout's health is judged by. */
export interface RolloutState {
  deletionTimestamp?: string | null;
  generation?: number;
  /** A number as text; a hash on old controllers. */
  observedGeneration?: string;
  phase?: string;
  message?: string;
  paused: boolean;
  aborted: boolean;
  desired: number;
  available: number;
}

/** Judges a Rollout by the phase that its controller computes. */
export function judgeRollout(state: RolloutState): Judged<HealthStatus> {
  const { phase, message } = state;
  if (state.deletionTimestamp) {
    return judge('progressing', 'it is being deleted', 'Terminating');
  }
  if (phase === undefined) {
    return judge('unknown', 'its controller has said nothing about it yet');
  }
  if (state.aborted || phase === 'Degraded') {
    return judge(
      'degraded',
      message ?? (state.aborted ? 'the rollout was aborted' : 'it is degraded'),
      phase,
    );
  }
  if (isBehind(state)) {
    return judge(
      'progressing',
      'its controller has not looked at the newest change yet',
      phase,
    );
  }
  switch (phase) {
    case 'Healthy':
      return judgeHealthy(state);
    case 'Paused':
      return judge('suspended', message ?? 'the rollout waits', phase);
    case 'Progressing':
      return judge('progressing', message, phase);
    default:
      return judge(
        'unknown',
        `its phase '${phase.slice(0, 40)}' is not known here`,
        phase,
      );
  }
}

function judgeHealthy(state: RolloutState): Judged<HealthStatus> {
  if (state.paused) {
    return judge('suspended', 'the rollout waits', 'Paused');
  }
  if (state.available < state.desired) {
    return judge(
      'progressing',
      `${state.available} of ${state.desired} pods are available`,
      state.phase,
    );
  }
  return judge(
    'healthy',
    state.desired === 0 ? 'scaled to zero' : undefined,
    state.phase,
  );
}

function isBehind({ generation, observedGeneration }: RolloutState): boolean {
  if (generation === undefined || !/^\d+$/.test(observedGeneration ?? '')) {
    return false;
  }
  return Number(observedGeneration) < generation;
}
