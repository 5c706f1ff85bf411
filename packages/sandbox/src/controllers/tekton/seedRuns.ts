import type { ClusterStore } from '../../kubernetes/ClusterStore';
import type { KubeObject } from '../../kubernetes/types';
import { advanceRun, type Fate } from './advanceRun';
import { PIPELINE_RUNS } from './definitions';

/** A run of the past. */
export interface PastRun {
  object: KubeObject;
  createdAt: Date;
  fate: Fate;
  /** Whether somebody cancelled it after its first task had started. */
  cancelled: boolean;
}

const TASK_MS = 47_000;

/** Puts runs of the past into a cluster, each as it was at its end. */
export function seedRuns(store: ClusterStore, runs: readonly PastRun[]): void {
  for (const { object, createdAt, fate, cancelled } of runs) {
    const created = store.create(PIPELINE_RUNS, object, createdAt);
    const { namespace, name } = created.metadata;
    const current = () => store.get(PIPELINE_RUNS, namespace, name) ?? created;
    const variation = (createdAt.getTime() / 1_000) % 23;
    const step = TASK_MS + variation * 1_000;
    let now = new Date(createdAt.getTime() + 1_000);
    let goesOn = advanceRun(store, current(), fate, now);
    if (cancelled) {
      const run = current();
      store.update(PIPELINE_RUNS, {
        ...run,
        spec: { ...run.spec, status: 'Cancelled' },
      });
    }
    while (goesOn) {
      now = new Date(now.getTime() + step);
      goesOn = advanceRun(store, current(), fate, now);
    }
  }
}
