import type { ClusterStore } from '../../kubernetes/ClusterStore';
import {
  APPLICATIONS,
  DEPLOYMENTS,
  PODS,
  REPLICA_SETS,
} from '../../kubernetes/resources';
import type { EventType, KubeObject } from '../../kubernetes/types';
import {
  syntheticApplication,
  syntheticDeployment,
  syntheticPods,
  syntheticReplicaSet,
  type SyntheticContext,
} from './syntheticObjects';

/** Numbers that look random and are the same each time. */
function createRandom(seed: number): (below: number) => number {
  let state = seed;
  return below => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** The generated part of the world, and how to make it move. */
export class SyntheticWorld {
  private readonly random = createRandom(7);
  private ticker: NodeJS.Timeout | undefined;

  constructor(
    private readonly context: SyntheticContext,
    private readonly stores: {
      instance: (name: string) => ClusterStore | undefined;
      cluster: (name: string) => ClusterStore | undefined;
    },
  ) {}

  /** How many Applications there are. */
  get size(): number {
    return this.context.state.size;
  }

  /** Makes so many changes: a new version appears, is deployed, becomes healthy, or something breaks and mends. */
  mutate(count: number): void {
    for (let i = 0; i < count; i++) {
      this.change(this.random(this.size));
    }
  }

  /** Has the world change steadily; 0 stops it. */
  churn(perSecond: number): void {
    clearInterval(this.ticker);
    this.ticker = undefined;
    if (perSecond <= 0) {
      return;
    }
    const start = Date.now();
    let made = 0;
    // By the clock, so that a busy moment is made up for.
    this.ticker = setInterval(() => {
      const due = Math.floor(((Date.now() - start) * perSecond) / 1_000);
      const now = Math.min(due - made, perSecond);
      made = due;
      this.mutate(now);
    }, Math.max(100, 1_000 / perSecond));
  }

  /** Stops moving. */
  close(): void {
    this.churn(0);
  }

  private change(target: number): void {
    const { state } = this.context;
    if (state.outOfSync[target] === 1) {
      this.deploy(target);
    } else if (state.health[target] !== 0) {
      state.health[target] = 0;
      this.announceAll(target);
    } else if (this.random(8) === 0) {
      state.health[target] = 2;
      this.announceAll(target);
    } else {
      state.outOfSync[target] = 1;
      this.announceApplication(target);
    }
  }

  private deploy(target: number): void {
    const { state } = this.context;
    const cluster = this.stores.cluster(state.stage(target).cluster);
    const gone = [
      ...syntheticPods(this.context, target),
      syntheticReplicaSet(this.context, target),
    ];
    state.version[target] =
      (state.version[target] + 1) % state.service(target).versions.length;
    state.deployments[target] += 1;
    state.outOfSync[target] = 0;
    state.health[target] = 1;
    state.changedAt[target] = Date.now();
    for (const object of gone) {
      cluster?.announce(
        object.kind === PODS.kind ? PODS : REPLICA_SETS,
        'DELETED',
        version => withVersion(object, version),
      );
    }
    this.announceApplication(target);
    this.announceWorkload(target, 'ADDED');
  }

  private announceAll(target: number): void {
    this.announceApplication(target);
    this.announceWorkload(target, 'MODIFIED');
  }

  private announceApplication(target: number): void {
    const { state } = this.context;
    const { instance } = state.stage(target);
    this.stores.instance(instance)?.announce(
      APPLICATIONS,
      'MODIFIED',
      () => syntheticApplication(this.context, target),
      version => {
        state.applicationVersion[target] = version;
      },
    );
  }

  private announceWorkload(target: number, type: EventType): void {
    const { context } = this;
    const { state } = context;
    const { cluster: name, pods } = state.stage(target);
    const cluster = this.stores.cluster(name);
    const took = (version: number) => {
      state.deploymentVersion[target] = version;
    };
    cluster?.announce(
      DEPLOYMENTS,
      'MODIFIED',
      () => syntheticDeployment(context, target),
      took,
    );
    cluster?.announce(
      REPLICA_SETS,
      type,
      () => syntheticReplicaSet(context, target),
      took,
    );
    // A new version has all pods new; else it is the last one that changed.
    for (let i = type === 'ADDED' ? 0 : Math.max(0, pods - 1); i < pods; i++) {
      cluster?.announce(
        PODS,
        type,
        version => withVersion(syntheticPods(context, target)[i], version),
        version => {
          state.podVersion[target] = version;
        },
      );
    }
  }
}

function withVersion(object: KubeObject, resourceVersion: string): KubeObject {
  return { ...object, metadata: { ...object.metadata, resourceVersion } };
}
