import { ZodError } from 'zod';
import { describeFuzz } from '@throughline/plugin-delivery-node/testing';
import { uidOf } from '@throughline/plugin-delivery-kubernetes-node/testing';
import { ClusterState } from './observe/ClusterState';
import { RunTable } from './observe/RunTable';
import { PodTable } from './pods/PodTable';
import { projectPod } from './pods/projectPod';
import { projectReplicaSet } from './revisions/projectRevision';
import { RevisionTable } from './revisions/RevisionTable';
import { deployment, pod, replicaSet, template } from './testing/fixtures';
import { waitingRollout } from './testing/rollouts';
import { projectJob } from './workloads/projectJob';
import { projectWorkload } from './workloads/projectWorkload';

const SCOPE = 'workloads';
const NOW = Date.parse('2026-11-20T10:00:00Z');

/** What a cluster lists that belongs together. */
interface Listed {
  workload?: unknown;
  replicaSets?: unknown;
  pods?: unknown;
  jobs?: unknown;
}

function list(value: unknown): any[] {
  return Array.isArray(value) ? value : [];
}

/** What a projection makes of each object of a list; one that is malformed costs itself. */
function project<T>(objects: unknown, one: (object: unknown) => T) {
  return list(objects).flatMap(object => {
    try {
      return one(object) ?? [];
    } catch (error) {
      if (error instanceof ZodError) {
        return [];
      }
      throw error;
    }
  });
}

function read(kind: keyof typeof projectWorkload | 'batch/Job') {
  return (listed: Listed) => {
    const state = new ClusterState({ name: 'prod' }, 'all');
    const { workload, replicaSets, pods, jobs } = Object(listed) as Listed;
    const job = projectJob({ labels: [] }, () => NOW);
    const revisions = new RevisionTable();
    project(replicaSets, projectReplicaSet).forEach(one =>
      revisions.apply(one),
    );
    const podTable = new PodTable();
    project(pods, projectPod).forEach(one => podTable.apply(one));
    const runs = new RunTable();
    project(jobs, job).forEach(one => {
      if (one.type === 'run') {
        runs.apply(one.uid, one.cronJob, one.run);
      }
    });
    state.setRevisions('revisions', revisions);
    state.setPods('', podTable);
    state.setRuns('', runs);
    const facts =
      kind === 'batch/Job'
        ? project([workload], job).flatMap(one =>
            one.type === 'workload' ? [one.facts] : [],
          )
        : project([workload], projectWorkload[kind]({ labels: [] }));
    facts.forEach(one => state.setWorkload(SCOPE, one, true));
    return state.takeChanged(SCOPE, 100);
  };
}

/** Whether the controller has looked at the newest change, and nothing is on its way out. */
function isLookedAt({ metadata, status }: any): boolean {
  return (
    !metadata.deletionTimestamp &&
    Number(status.observedGeneration) >= Number(metadata.generation ?? 0)
  );
}

/** Whether one of a list of conditions says so. */
function hasCondition(status: any, type: string, reason?: string): boolean {
  return list(status?.conditions).some(
    one =>
      one?.type === type &&
      (reason === undefined ? one.status === 'True' : one.reason === reason),
  );
}

const meta = (name: string) => ({
  ...deployment(name).metadata,
  uid: uidOf(`workloads/shop/${name}`),
  creationTimestamp: '2026-11-20T09:00:00Z',
});
const owned = (one: any, uid: string, kind = 'CronJob') => ({
  ...one,
  metadata: {
    ...one.metadata,
    uid: uidOf(one.metadata.name),
    ownerReferences: [{ kind, name: 'shop', uid, controller: true }],
  },
});

const shop = deployment('shop');
const { uid } = meta('shop');
const replicas = 2;
const spec = { replicas, template: template('shop', 'ghcr.io/acme/shop:1') };
const job = {
  metadata: meta('shop-1'),
  spec: { template: spec.template, completions: 1 },
  status: {
    succeeded: 1,
    startTime: '2026-11-20T09:00:01Z',
    completionTime: '2026-11-20T09:01:00Z',
    conditions: [{ type: 'Complete', status: 'True' }],
  },
};

describeFuzz('a cluster', [
  {
    name: 'a Deployment',
    payloads: [
      {
        workload: { ...shop, metadata: meta('shop') },
        replicaSets: [
          owned(replicaSet('shop', 'aa', { revision: 1 }), uid, 'Deployment'),
        ],
        pods: [
          owned(pod('shop', 'aa', '1'), uidOf('shop-aa'), 'ReplicaSet'),
          owned(pod('shop', 'aa', '2'), uidOf('shop-aa'), 'ReplicaSet'),
        ],
      },
    ],
    words: ['True', 'False', 'NewReplicaSetAvailable', 3, 2],
    read: read('apps/Deployment'),
    says({ of }, { workload }) {
      const { status } = workload;
      const wanted = workload.spec.replicas ?? 1;
      const isDone = hasCondition(
        status,
        'Progressing',
        'NewReplicaSetAvailable',
      );
      if (of === 'outcome') {
        return isDone;
      }
      return (
        of === 'health' &&
        workload.spec.paused !== true &&
        isLookedAt(workload) &&
        (wanted === 0 ||
          [
            status.replicas,
            status.updatedReplicas,
            status.readyReplicas,
            status.availableReplicas,
          ].every(count => count >= wanted))
      );
    },
  },
  {
    name: 'a StatefulSet',
    payloads: [
      {
        workload: {
          metadata: meta('shop'),
          spec,
          status: {
            observedGeneration: 3,
            replicas,
            updatedReplicas: replicas,
            readyReplicas: replicas,
            availableReplicas: replicas,
            currentRevision: 'shop-a',
            updateRevision: 'shop-a',
          },
        },
        pods: [owned(pod('shop', 'a', '0'), uid, 'StatefulSet')],
      },
    ],
    words: [3, 2, 1, 'shop-b'],
    read: read('apps/StatefulSet'),
    says: ({ of }, { workload }) =>
      of === 'health' &&
      isLookedAt(workload) &&
      (workload.spec.replicas === 0 ||
        workload.status.readyReplicas >= (workload.spec.replicas ?? 1)),
  },
  {
    name: 'a DaemonSet',
    payloads: [
      {
        workload: {
          metadata: meta('shop'),
          spec,
          status: {
            observedGeneration: 3,
            desiredNumberScheduled: replicas,
            updatedNumberScheduled: replicas,
            numberReady: replicas,
            numberAvailable: replicas,
          },
        },
        pods: [],
      },
    ],
    words: [3, 2, 1, 'OnDelete'],
    read: read('apps/DaemonSet'),
    says: ({ of }, { workload: { status, ...workload } }) =>
      of === 'health' &&
      isLookedAt({ ...workload, status }) &&
      (!status.desiredNumberScheduled ||
        [
          status.updatedNumberScheduled,
          status.numberReady,
          status.numberAvailable,
        ].every(count => count >= status.desiredNumberScheduled)),
  },
  {
    name: 'a Rollout',
    payloads: [
      {
        workload: {
          ...waitingRollout('shop', {
            status: {
              phase: 'Healthy',
              controllerPause: false,
              pauseConditions: null,
              stableRS: '5f6c',
            },
          }),
          metadata: { ...meta('shop'), generation: 2 },
        },
        replicaSets: [],
        pods: [],
      },
      {
        workload: {
          ...waitingRollout('shop'),
          metadata: { ...meta('shop'), generation: 2 },
        },
      },
    ],
    words: ['Healthy', 'Paused', 'Degraded', '2', 2],
    read: read('argoproj.io/Rollout'),
    says: ({ of }, { workload }) =>
      of === 'health' &&
      workload.status.phase === 'Healthy' &&
      !workload.metadata.deletionTimestamp &&
      workload.status.abort !== true &&
      (workload.spec.replicas === 0 ||
        workload.status.availableReplicas >= (workload.spec.replicas ?? 1)),
  },
  {
    name: 'a CronJob with its Jobs',
    payloads: [
      {
        workload: {
          metadata: meta('shop'),
          spec: {
            schedule: '0 3 * * *',
            jobTemplate: { spec: { template: spec.template } },
          },
          status: {
            lastScheduleTime: '2026-11-20T09:00:00Z',
            lastSuccessfulTime: '2026-11-20T09:01:00Z',
          },
        },
        jobs: [owned(job, uid)],
        pods: [],
      },
    ],
    words: ['True', 'Complete', 'Failed', '2026-11-20T09:01:00Z'],
    read: read('batch/CronJob'),
    says: ({ of }, { workload, jobs }) =>
      of === 'health' &&
      workload.spec.suspend !== true &&
      (list(jobs).some(one => hasCondition(one?.status, 'Complete')) ||
        workload.status.lastSuccessfulTime >= workload.status.lastScheduleTime),
  },
  {
    name: 'a Job',
    payloads: [{ workload: job, pods: [] }],
    words: ['True', 'Complete', 'Failed', 'Suspended'],
    read: read('batch/Job'),
    says: ({ of }, { workload: { metadata, status } }) =>
      of === 'health' &&
      !metadata.deletionTimestamp &&
      hasCondition(status, 'Complete') &&
      !hasCondition(status, 'Failed'),
  },
]);
