import type { HealthStatus, Judged } from '@throughline/plugin-delivery-common';
import { judge, judgeFreshness } from './judge';

/** What a StatefulSet's health is judged by. */
export interface StatefulSetState {
  deletionTimestamp?: string | null;
  generation?: number;
  observedGeneration?: number;
  onDelete: boolean;
  partition: number;
  desired: number;
  total: number;
  updated: number;
  ready: number;
  /** Absent on servers that do not tell. */
  available?: number;
  currentRevision?: string;
  updateRevision?: string;
}

/** Judges a StatefulSet by its own status. */
export function judgeStatefulSet(
  state: StatefulSetState,
): Judged<HealthStatus> {
  const stale = judgeFreshness(state);
  if (stale) {
    return stale;
  }
  const { desired, total, updated, ready, onDelete, partition } = state;
  if (total > desired) {
    return judge('progressing', `${total - desired} pods are ending`);
  }
  const up = Math.min(ready, state.available ?? ready);
  if (up < desired) {
    return judge('progressing', `${up} of ${desired} pods are available`);
  }
  if (desired === 0) {
    return judge('healthy', 'scaled to zero');
  }
  if (
    !state.updateRevision ||
    state.updateRevision === state.currentRevision ||
    updated >= desired
  ) {
    return judge('healthy');
  }
  if (onDelete) {
    return judge(
      'suspended',
      `${desired - updated} pods wait to be deleted before they are updated`,
      'OnDelete',
    );
  }
  const wanted = Math.max(0, desired - partition);
  if (updated < wanted) {
    return judge('progressing', `${updated} of ${wanted} pods are updated`);
  }
  return judge(
    'suspended',
    `the update is held at partition ${partition}: ${updated} of ${desired} pods are updated`,
    'Partitioned',
  );
}
