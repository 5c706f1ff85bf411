import type { HealthStatus, Judged } from '@throughline/plugin-delivery-common';
import { judge, judgeFreshness } from './judge';

/** What a DaemonSet's health is judged by. */
export interface DaemonSetState {
  deletionTimestamp?: string | null;
  generation?: number;
  observedGeneration?: number;
  onDelete: boolean;
  desired: number;
  updated: number;
  ready: number;
  available: number;
}

/** Judges a DaemonSet by its own status. */
export function judgeDaemonSet(state: DaemonSetState): Judged<HealthStatus> {
  const stale = judgeFreshness(state);
  if (stale) {
    return stale;
  }
  const { desired, updated, available, onDelete } = state;
  if (desired === 0) {
    return judge('healthy', 'no node asks for it');
  }
  if (!onDelete && updated < desired) {
    return judge('progressing', `${updated} of ${desired} pods are updated`);
  }
  const up = Math.min(available, state.ready);
  if (up < desired) {
    return judge('progressing', `${up} of ${desired} pods are available`);
  }
  if (updated < desired) {
    return judge(
      'suspended',
      `${desired - updated} pods wait to be deleted before they are updated`,
      'OnDelete',
    );
  }
  return judge('healthy');
}
