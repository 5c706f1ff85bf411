import type { Lane, TargetView } from '@throughline/plugin-delivery-common';
import type { VersionOrder } from '../plan/VersionOrder';
import { hasVersion, watchTarget, type Watched } from './watchTarget';

/** A workload that the pipeline has touched is seen by then. */
const PATIENCE_MS = 20_000;
/** Probes look back over some time: before that, they still speak of what ran before. */
const PROBES_MS = 120_000;

/**
 * Says how far a target has come that a pipeline deploys. That the pipeline has ended well says nothing of health: that is
 * said only by what observes it, be it the target itself, the workloads of the same environment, or probes.
 *
 * @param sinceMs - for how long the pipeline has ended
 */
export function watchDeployed(
  view: TargetView | undefined,
  lane: Lane | undefined,
  order: VersionOrder,
  sinceMs: number,
): Watched {
  if (!view || !isBlind(view)) {
    return watchTarget(view, order, []);
  }
  if (view.staleSince || !hasVersion(view, order)) {
    return {
      type: 'applying',
      message: view.staleSince
        ? `what was deployed is known as of ${view.staleSince} only`
        : `that ${order.label} was deployed is not seen there yet`,
    };
  }
  const telling = (lane?.targets ?? []).filter(each => !isBlind(each));
  if (telling.length > 0) {
    return worstOf(telling, order);
  }
  return lane?.healthBy === 'probes'
    ? byProbes(lane, sinceMs)
    : unobserved(order, sinceMs);
}

/** Whether nobody can see how a target fares: it is a record of what was deployed. */
function isBlind({ type, health }: TargetView): boolean {
  return (
    type === 'infrastructure' ||
    (type === 'environment' && health.status === 'unknown')
  );
}

function worstOf(telling: readonly TargetView[], order: VersionOrder): Watched {
  for (const view of telling) {
    const seen = watchTarget(view, order, []);
    if (seen.type !== 'healthy') {
      return { ...seen, message: `${view.name}: ${seen.message}` };
    }
  }
  return { type: 'healthy' };
}

function byProbes({ health }: Lane, sinceMs: number): Watched {
  const message = health.reason ?? `it is ${health.status}`;
  if (sinceMs < PROBES_MS) {
    return {
      type: 'applying',
      message: 'probes are given time to see what runs now',
    };
  }
  if (health.status === 'healthy') {
    return { type: 'healthy' };
  }
  return {
    type: health.status === 'degraded' ? 'degraded' : 'applying',
    message,
  };
}

function unobserved({ label }: VersionOrder, sinceMs: number): Watched {
  return sinceMs < PATIENCE_MS
    ? {
        type: 'applying',
        message: 'whether anything observes it is looked for',
      }
    : {
        type: 'unobserved',
        message: `${label} was deployed, by what the pipeline tells; its health is not observed by anything`,
      };
}
