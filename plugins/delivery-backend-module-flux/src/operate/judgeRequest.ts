import type { OperationProgress } from '@throughline/plugin-delivery-node';
import { judgeHealth } from '../mapping/health';
import { FORCE_AT, REQUESTED_AT, type LiveFluxObject } from './LiveFluxObject';

/** An object that was asked to be looked at: what it is called, and how it is now; undefined where it is gone. */
export interface Requested {
  title: string;
  live: LiveFluxObject | undefined;
}

/** How far a request has come: first its source has fetched, then the object itself is applied and well. */
export function judgeRequest(
  object: Requested,
  source: Requested | undefined,
  asked: { token: string; force: boolean },
): OperationProgress {
  if (source) {
    const fetched = judgeOne(source, asked.token, 'lastHandledReconcileAt');
    if (fetched.state !== 'succeeded') {
      return fetched;
    }
  }
  const done = judgeOne(
    object,
    asked.token,
    asked.force ? 'lastHandledForceAt' : 'lastHandledReconcileAt',
  );
  const isEnd = done.state === 'succeeded' || done.state === 'failed';
  return isEnd && isBehind(object.live, source?.live)
    ? {
        state: 'running',
        message: 'what its source has fetched is not applied yet',
      }
    : done;
}

function judgeOne(
  { live, title }: Requested,
  token: string,
  handled: 'lastHandledReconcileAt' | 'lastHandledForceAt',
): OperationProgress {
  if (!live) {
    return { state: 'failed', message: `${title} is gone` };
  }
  const { status, reason } = judgeHealth(live.facts);
  if (status === 'suspended') {
    return { state: 'failed', message: `${title} was suspended meanwhile` };
  }
  if (!isHandled(live, token, handled)) {
    return {
      state: 'running',
      message: `Flux has not finished with ${title} yet`,
    };
  }
  const message = `${title}: ${reason}`;
  switch (status) {
    case 'healthy':
      return { state: 'succeeded' };
    case 'degraded':
      return { state: 'failed', message };
    default:
      return { state: 'running', message };
  }
}

/** A later request that was handled has handled ours as well. */
function isHandled(
  { status, annotations }: LiveFluxObject,
  token: string,
  field: 'lastHandledReconcileAt' | 'lastHandledForceAt',
): boolean {
  const asked =
    annotations[field === 'lastHandledForceAt' ? FORCE_AT : REQUESTED_AT];
  return (
    status[field] === token || (asked !== undefined && status[field] === asked)
  );
}

/** Only Kustomizations name what they have tried last as their source names what it has fetched. */
function isBehind(
  object: LiveFluxObject | undefined,
  source: LiveFluxObject | undefined,
): boolean {
  const fetched = source?.status.artifact?.revision;
  return (
    object?.spec.sourceRef !== undefined &&
    fetched !== undefined &&
    object.status.lastAttemptedRevision !== fetched
  );
}
