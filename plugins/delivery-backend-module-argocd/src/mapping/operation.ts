import { cleanMessage } from '@throughline/plugin-delivery-node';
import type {
  Actor,
  TargetOperation,
} from '@throughline/plugin-delivery-common';
import type { Application, ArgoInitiator } from '../api/schemas';
import { isoTime } from './time';

/**
 * | phase | here |
 * | --- | --- |
 * | Running, Terminating | running |
 * | Succeeded | succeeded |
 * | Failed, Error | failed |
 * | anything else | unknown |
 */
const PHASES: Readonly<Record<string, TargetOperation['status']>> = {
  Running: 'running',
  Terminating: 'running',
  Succeeded: 'succeeded',
  Failed: 'failed',
  Error: 'failed',
};

export function mapPhase(phase: string | undefined): TargetOperation['status'] {
  return phase !== undefined && Object.hasOwn(PHASES, phase)
    ? PHASES[phase]
    : 'unknown';
}

/**
 * What is being done to an application, or was done last. An operation that is asked for and has no state of its own
 * yet is queued; the state beside it, if there is one, is then that of the operation before.
 */
export function mapOperation({
  operation,
  status,
}: Application): TargetOperation | undefined {
  const state = status?.operationState;
  const mapped = mapPhase(state?.phase);
  if (operation && mapped !== 'running') {
    return { type: 'sync', status: 'queued' };
  }
  if (!state) {
    return undefined;
  }
  const startedAt = isoTime(state.startedAt);
  const finishedAt = isoTime(state.finishedAt);
  return {
    type: 'sync',
    status: mapped,
    ...(state.phase ? { raw: state.phase } : {}),
    ...(state.message ? { message: cleanMessage(state.message) || '…' } : {}),
    ...(startedAt ? { startedAt } : {}),
    ...(finishedAt ? { finishedAt } : {}),
  };
}

/** Who asked for an operation, as far as Argo CD says. */
export function mapInitiator(initiator: ArgoInitiator | undefined): {
  actor?: Actor;
  trigger?: string;
} {
  if (initiator?.automated) {
    return {
      actor: { name: 'Argo CD', automated: true },
      trigger: 'automated',
    };
  }
  if (initiator?.username) {
    const name = cleanMessage(initiator.username, 200);
    return name ? { actor: { name, login: name }, trigger: 'manual' } : {};
  }
  return {};
}
