import type {
  LaneSink,
  ObjectIdentity,
} from '@throughline/plugin-delivery-kubernetes-node';
import { PodTable } from '../pods/PodTable';
import type { PodFacts } from '../pods/projectPod';
import type { RevisionFacts } from '../revisions/RevisionFacts';
import { RevisionTable } from '../revisions/RevisionTable';
import { workloadKey } from '../workloads/kinds';
import type { JobFacts } from '../workloads/projectJob';
import type { WorkloadFacts } from '../workloads/WorkloadFacts';
import type { ClusterState } from './ClusterState';
import { RunTable } from './RunTable';

/** Pods: while a list is under way, those that were known before still count. */
export function podSink(
  state: ClusterState,
  namespace: string,
): LaneSink<unknown> {
  let table = new PodTable();
  let next: PodTable | undefined;
  return {
    listing() {
      next = new PodTable();
    },
    applied(item) {
      const changed = (next ?? table).apply(item as PodFacts);
      if (!next) {
        state.podsChanged(table, changed);
      }
    },
    removed({ uid }) {
      if (uid) {
        const before = table.workloadOfPod(uid);
        state.podsChanged(table, table.remove(uid));
        state.markKey(before);
      }
      return undefined;
    },
    malformed: () => undefined,
    listed() {
      table = next ?? table;
      next = undefined;
      state.setPods(namespace, table);
    },
    refused() {
      table = new PodTable();
      state.setPods(namespace, undefined);
    },
  };
}

/** ReplicaSets and ControllerRevisions. */
export function revisionSink(
  state: ClusterState,
  scope: string,
): LaneSink<unknown> {
  let table = new RevisionTable();
  let next: RevisionTable | undefined;
  return {
    listing() {
      next = new RevisionTable(table);
    },
    applied(item) {
      const owner = (next ?? table).apply(item as RevisionFacts);
      if (!next) {
        state.markUid(owner);
      }
    },
    removed({ uid }) {
      state.markUid(uid && table.remove(uid));
      return undefined;
    },
    malformed: () => undefined,
    listed() {
      table = next ?? table;
      next = undefined;
      state.setRevisions(scope, table);
    },
    refused() {
      table = new RevisionTable();
      state.setRevisions(scope, table);
    },
  };
}

/** Workloads of one kind. */
export function workloadSink(
  state: ClusterState,
  scope: string,
  kind: { group: string; kind: string },
): LaneSink<unknown> {
  let unmentioned: Set<string> | undefined;
  /** There, and not to be read: what was known of them must not be told again with their pods. */
  const unread = new Set<string>();
  const keyOf = ({ namespace = '', name }: ObjectIdentity) =>
    workloadKey({ ...kind, namespace, name });
  return {
    listing() {
      unmentioned = new Set(state.keysOf(scope));
    },
    applied(item) {
      const facts = item as WorkloadFacts;
      unmentioned?.delete(workloadKey(facts));
      unread.delete(workloadKey(facts));
      state.setWorkload(scope, facts, unmentioned !== undefined);
    },
    removed(object) {
      const key = keyOf(object);
      const wasUnread = unread.delete(key);
      return state.removeWorkload(key) || wasUnread ? key : undefined;
    },
    malformed(object) {
      const key = keyOf(object);
      unmentioned?.delete(key);
      state.removeWorkload(key);
      unread.add(key);
      return key;
    },
    listed() {
      unmentioned?.forEach(key => state.removeWorkload(key));
      unmentioned = undefined;
    },
    refused() {
      unmentioned = undefined;
    },
  };
}

/** Jobs, which are workloads or runs of CronJobs. */
export function jobSink(
  state: ClusterState,
  scope: string,
  namespace: string,
): LaneSink<unknown> {
  const workloads = workloadSink(state, scope, { group: 'batch', kind: 'Job' });
  let table = new RunTable();
  let next: RunTable | undefined;
  return {
    ...workloads,
    listing() {
      workloads.listing();
      next = new RunTable();
    },
    applied(item) {
      const job = item as JobFacts;
      if (job.type === 'workload') {
        workloads.applied(job.facts);
        return;
      }
      const cronJob = (next ?? table).apply(job.uid, job.cronJob, job.run);
      if (!next) {
        state.markUid(cronJob);
      }
    },
    removed(object) {
      state.markUid(object.uid && table.remove(object.uid));
      return workloads.removed(object);
    },
    listed() {
      workloads.listed();
      table = next ?? table;
      next = undefined;
      state.setRuns(namespace, table);
    },
    refused() {
      workloads.refused();
      table = new RunTable();
      state.setRuns(namespace, undefined);
    },
  };
}
