import type { Lane } from '@throughline/plugin-delivery-common';
import { healthLooks, syncLooks, type Tone } from '../status';

const SEVERITY: readonly Tone[] = [
  'positive',
  'info',
  'neutral',
  'warning',
  'negative',
];

/**
 * The tone of an environment as a whole: the worse of its health and its sync, and neutral for whatever is not
 * fresh, so that an old green never passes for a new one.
 */
export function laneTone(
  lane: Pick<Lane, 'health' | 'sync' | 'staleSince'>,
): Tone {
  if (lane.staleSince) {
    return 'neutral';
  }
  const health = healthLooks[lane.health.status].tone;
  const sync = syncLooks[lane.sync.status].tone;
  return SEVERITY.indexOf(health) >= SEVERITY.indexOf(sync) ? health : sync;
}
