import type { OperationProgress } from '@throughline/plugin-delivery-node';
import { RESTARTED_AT, type LiveWorkload } from './LiveWorkload';

/** When a workload was asked to restart last, in its own words. */
export function restartMark({ facts, spec }: LiveWorkload): string {
  return (
    (facts.kind === 'Rollout'
      ? spec.restartAt
      : spec.template?.metadata?.annotations?.[RESTARTED_AT]) ?? ''
  );
}

/** How far a restart has come: every pod is of after it, and all are available. */
export function judgeRestart(
  live: LiveWorkload | undefined,
  at: string,
): OperationProgress {
  if (!live) {
    return { state: 'failed', message: 'the workload is gone' };
  }
  if (restartMark(live) !== at) {
    return {
      state: 'unknown',
      message: 'it was restarted once more, or the restart was taken back',
    };
  }
  return live.facts.kind === 'Rollout'
    ? judgeRollout(live, at)
    : judgeWorkload(live);
}

function judgeWorkload({ facts }: LiveWorkload): OperationProgress {
  const { health, progress } = facts;
  const message = health.reason;
  if (health.status === 'healthy') {
    return { state: 'succeeded' };
  }
  // Degraded alone may pass: only the controller's deadline says that it gave up.
  if (health.status === 'degraded' && progress?.outcome === 'failed') {
    return { state: 'failed', message };
  }
  return {
    state: health.status === 'suspended' ? 'waiting' : 'running',
    message,
  };
}

function judgeRollout(
  { facts: { health }, status }: LiveWorkload,
  at: string,
): OperationProgress {
  const message = health.reason;
  if (!(Date.parse(status.restartedAt ?? '') >= Date.parse(at))) {
    return { state: 'running', message: 'its pods are being replaced' };
  }
  switch (health.status) {
    case 'healthy':
      return { state: 'succeeded' };
    case 'suspended':
      // It was restarted where it waited, and goes on waiting.
      return { state: 'succeeded', message };
    case 'degraded':
      return { state: 'failed', message };
    default:
      return { state: 'running', message };
  }
}
