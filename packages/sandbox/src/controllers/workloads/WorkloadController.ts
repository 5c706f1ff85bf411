import type { ClusterStore } from '../../kubernetes/ClusterStore';
import {
  CRON_JOBS,
  DAEMON_SETS,
  DEPLOYMENTS,
  JOBS,
  PODS,
  REPLICA_SETS,
  ROLLOUTS,
  STATEFUL_SETS,
} from '../../kubernetes/resources';
import type {
  KubeObject,
  ResourceDefinition,
  StoreEvent,
} from '../../kubernetes/types';
import type { FaultSpec } from '../../world/Scenario';
import { parseImage, type DigestLookup } from '../images';
import { WorkQueue } from '../WorkQueue';
import { RETRY_SECONDS } from './pacing';
import { isOwnedBy } from './pods';
import { recordEvent } from './recordEvent';
import { reconcileCronJob } from './reconcileCronJob';
import { reconcileDeployment } from './reconcileDeployment';
import { reconcileJob } from './reconcileJob';
import { reconcileRollout } from './reconcileRollout';
import {
  reconcileDaemonSet,
  reconcileStatefulSet,
} from './reconcileStatefulSet';
import type { Reconcile, WorkloadContext } from './types';

const KINDS: [ResourceDefinition, Reconcile][] = [
  [DEPLOYMENTS, reconcileDeployment],
  [ROLLOUTS, reconcileRollout],
  [STATEFUL_SETS, reconcileStatefulSet],
  [DAEMON_SETS, reconcileDaemonSet],
  [CRON_JOBS, reconcileCronJob],
  // After the CronJobs, which make Jobs.
  [JOBS, reconcileJob],
];

/** What a cluster's workload controller needs. */
export interface WorkloadControllerOptions {
  store: ClusterStore;
  digestOf: DigestLookup;
  /** How many times faster than normal things move. */
  pace: number;
}

// More steps than any roll-out needs; beyond that something turns in a circle.
const MOST_SEED_STEPS = 500;

const JOB_MILLISECONDS = 40_000;

/** A Job of the past ended a little after it began, whenever that was. */
function asOf(context: WorkloadContext, created = ''): WorkloadContext {
  const end = new Date(Date.parse(created) + JOB_MILLISECONDS);
  return { ...context, now: () => end };
}

/** Makes pods out of workloads, step by step, as a cluster's controllers and kubelets would. */
export class WorkloadController {
  private faults: FaultSpec[] = [];
  private readonly queue: WorkQueue;
  private readonly live: WorkloadContext;
  private readonly unsubscribe: (() => void)[];
  // What the controllers write themselves need not wake them.
  private writing = false;

  constructor(private readonly options: WorkloadControllerOptions) {
    const { store, digestOf } = options;
    this.queue = new WorkQueue(key => this.work(key));
    this.live = {
      store,
      digestOf,
      now: () => new Date(),
      seeding: false,
      stalls: new Map(),
      hasFault: ({ namespace, name, images }, fault) =>
        this.faults.some(
          candidate =>
            candidate.namespace === namespace &&
            candidate.workload === name &&
            candidate.fault === fault &&
            (candidate.version === undefined ||
              images.some(
                image => parseImage(image).tag === candidate.version,
              )),
        ),
    };
    this.unsubscribe = [
      ...KINDS.map(([definition]) =>
        store.subscribe(definition, event => this.changed(definition, event)),
      ),
      store.subscribe(PODS, event => this.podChanged(event)),
    ];
  }

  /** Replaces the faults of this cluster and lets the workloads feel it. */
  setFaults(faults: FaultSpec[]): void {
    const touched = [...this.faults, ...faults];
    this.faults = faults;
    for (const { namespace, workload } of touched) {
      for (const [definition] of KINDS) {
        if (this.options.store.get(definition, namespace, workload)) {
          this.enqueue(definition, namespace, workload, 0);
        }
      }
    }
  }

  /** Whether nothing is under way or planned. */
  get idle(): boolean {
    return this.queue.idle;
  }

  /** Runs everything of a namespace to its end at once, as of a time in the past, when it ran until another. */
  settle(namespace: string, at: Date, until?: Date): void {
    const { store } = this.options;
    const past: WorkloadContext = {
      ...this.live,
      seeding: true,
      until,
      now: () => at,
    };
    this.quietly(() => {
      for (const [definition, reconcile] of KINDS) {
        for (const { metadata } of store.list(definition, namespace)) {
          let delay: number | undefined = 0;
          for (
            let steps = 0;
            delay !== undefined &&
            delay < RETRY_SECONDS &&
            steps < MOST_SEED_STEPS;
            steps++
          ) {
            const object = store.get(definition, namespace, metadata.name);
            const context =
              definition === JOBS
                ? asOf(past, metadata.creationTimestamp)
                : past;
            delay = object && this.attempt(reconcile, context, object);
          }
        }
      }
      // A CronJob learns of the end of the runs that were made up.
      for (const cronJob of store.list(CRON_JOBS, namespace)) {
        reconcileCronJob(past, cronJob);
        this.enqueue(CRON_JOBS, namespace, cronJob.metadata.name, 1_000);
      }
    });
  }

  close(): void {
    this.unsubscribe.forEach(stop => stop());
    this.queue.close();
  }

  /** A workload that makes no sense costs only itself: its Events say so. */
  private attempt(
    reconcile: Reconcile,
    context: WorkloadContext,
    object: KubeObject,
  ): number | undefined {
    try {
      return reconcile(context, object);
    } catch (error) {
      recordEvent(context, object, 'Warning', 'ReconcileError', `${error}`);
      return undefined;
    }
  }

  private quietly(task: () => void): void {
    const before = this.writing;
    this.writing = true;
    try {
      task();
    } finally {
      this.writing = before;
    }
  }

  private changed(definition: ResourceDefinition, event: StoreEvent): void {
    if (event.generated) {
      return;
    }
    const { namespace, name } = event.object.metadata;
    if (event.type === 'DELETED') {
      this.collect(event.object);
      return;
    }
    if (definition === JOBS && event.object.status?.completionTime) {
      const owner = event.object.metadata.ownerReferences?.[0];
      if (owner?.kind === CRON_JOBS.kind) {
        this.enqueue(CRON_JOBS, namespace, owner.name, 100);
      }
    }
    if (!this.writing || (definition === JOBS && event.type === 'ADDED')) {
      this.enqueue(definition, namespace, name, 50);
    }
  }

  /** A pod that someone deleted is replaced. */
  private podChanged(event: StoreEvent): void {
    if (event.generated || event.type !== 'DELETED' || this.writing) {
      return;
    }
    const { store } = this.options;
    const { namespace } = event.object.metadata;
    const owner = event.object.metadata.ownerReferences?.[0];
    const set =
      owner?.kind === REPLICA_SETS.kind
        ? store.get(REPLICA_SETS, namespace, owner.name)
        : undefined;
    const root = set?.metadata.ownerReferences?.[0] ?? owner;
    const kind = KINDS.find(([definition]) => definition.kind === root?.kind);
    if (root && kind) {
      this.enqueue(kind[0], namespace, root.name, 200);
    }
  }

  /** Removes what a deleted object owned, and what that owned. */
  private collect(owner: KubeObject): void {
    const { store } = this.options;
    this.quietly(() => {
      for (const definition of [REPLICA_SETS, JOBS, PODS]) {
        for (const object of store.list(definition, owner.metadata.namespace)) {
          if (isOwnedBy(object, owner)) {
            const { namespace, name } = object.metadata;
            const gone = store.delete(definition, namespace, name);
            this.collect(gone);
          }
        }
      }
    });
  }

  private enqueue(
    definition: ResourceDefinition,
    namespace: string | undefined,
    name: string,
    delayMs: number,
  ): void {
    this.queue.add(
      [definition.plural, namespace, name].join('/'),
      delayMs / this.options.pace,
    );
  }

  private work(key: string): void {
    const [plural, namespace, name] = key.split('/');
    const kind = KINDS.find(([definition]) => definition.plural === plural);
    const object = kind && this.options.store.get(kind[0], namespace, name);
    if (!kind || !object) {
      return;
    }
    const [definition, reconcile] = kind;
    this.quietly(() => {
      const delay = this.attempt(reconcile, this.live, object);
      if (delay !== undefined) {
        // A schedule is a time of day: pace does not move it.
        const pace = definition === CRON_JOBS ? this.options.pace : 1;
        this.enqueue(definition, namespace, name, delay * 1_000 * pace);
      }
    });
  }
}
