import type { RolloutProgress } from '@throughline/plugin-delivery-common';
import type { LinkedTarget } from './EntityRecord';

/** What a target waits for or is in the middle of, in words. */
export function waitingOf(target: LinkedTarget): string | undefined {
  const { item } = target.stored;
  const rollouts = [item, ...target.workloads.map(each => each.item)]
    .map(each => each.rollout)
    .filter(each => each !== undefined);
  for (const rollout of rollouts) {
    const text = describeRollout(rollout);
    if (text) {
      return text;
    }
  }
  if (item.operation?.status === 'running') {
    return `${item.operation.type} under way`;
  }
  return item.operation?.status === 'queued'
    ? `${item.operation.type} waits for its turn`
    : undefined;
}

function describeRollout(rollout: RolloutProgress): string | undefined {
  const { strategy, step, steps, weight, paused, aborted } = rollout;
  const name = strategy === 'canary' ? 'canary' : 'blue-green rollout';
  if (aborted) {
    return `${name} was aborted`;
  }
  const done =
    step !== undefined && steps !== undefined && step >= steps && !paused;
  if (done || (!paused && (weight === undefined || weight >= 100))) {
    return undefined;
  }
  const words = [
    weight === undefined ? name : `${name} at ${weight} %`,
    step !== undefined && steps !== undefined
      ? `step ${Math.min(step + 1, steps)} of ${steps}`
      : undefined,
    paused ? 'paused' : undefined,
  ];
  return words.filter(Boolean).join(', ');
}
