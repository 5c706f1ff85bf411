import type { Lane } from '@throughline/plugin-delivery-common';
import { isContested } from './laneSummary';
import { healthLooks, syncLooks, type Tone } from '../status';

const SEVERITY: readonly Tone[] = [
  'positive',
  'info',
  'neutral',
  'warning',
  'negative',
];

/**
 * The tone of an environment as a whole: the worst of its health and its sync, a warning where it is contested,
 * and neutral for whatever is not fresh, so that an old green never passes for a new one.
 */
export function laneTone(
  lane: Pick<Lane, 'health' | 'sync' | 'staleSince' | 'targets' | 'waiting'>,
): Tone {
  if (lane.staleSince) {
    return 'neutral';
  }
  const contested = isContested(lane);
  // Waiting at a step of a rollout is under way, not out of order.
  const health =
    lane.health.status === 'suspended' && lane.waiting
      ? 'info'
      : healthLooks[lane.health.status].tone;
  const sync = syncLooks[lane.sync.status].tone;
  const tones: Tone[] = [
    health,
    sync,
    ...(contested ? ['warning' as const] : []),
  ];
  return tones.reduce((worst, tone) =>
    SEVERITY.indexOf(tone) > SEVERITY.indexOf(worst) ? tone : worst,
  );
}
