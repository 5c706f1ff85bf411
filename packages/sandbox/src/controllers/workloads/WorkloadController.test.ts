import { ClusterStore } from '../../kubernetes/ClusterStore';
import { at } from '../../kubernetes/json';
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
import type { KubeObject, ResourceDefinition } from '../../kubernetes/types';
import type { FaultSpec } from '../../world/Scenario';
import { WorkloadController } from './WorkloadController';

const SECOND = 1_000;

function manifest(
  definition: ResourceDefinition,
  image: string,
  spec: Record<string, unknown> = {},
): KubeObject {
  return {
    apiVersion: `${definition.group}/${definition.version}`,
    kind: definition.kind,
    metadata: { name: 'web', namespace: 'shop' },
    spec: {
      selector: { matchLabels: { app: 'web' } },
      template: {
        metadata: { labels: { app: 'web' } },
        spec: { containers: [{ name: 'web', image }] },
      },
      ...spec,
    },
  };
}

describe('WorkloadController', () => {
  let store: ClusterStore;
  let controller: WorkloadController;

  beforeEach(() => {
    jest.useFakeTimers({ now: new Date('2026-11-23T10:00:00Z') });
    store = new ClusterStore({ name: 'test' });
    controller = new WorkloadController({
      store,
      pace: 1,
      digestOf: image =>
        image.endsWith(':gone') ? undefined : `sha256:${image.length}`,
    });
  });

  afterEach(() => {
    controller.close();
    jest.useRealTimers();
  });

  const pass = (seconds: number) => jest.advanceTimersByTime(seconds * SECOND);
  const get = (definition: ResourceDefinition) =>
    store.get(definition, 'shop', 'web') as KubeObject;
  const replaceImage = (definition: ResourceDefinition, image: string) =>
    store.update(definition, {
      ...get(definition),
      spec: {
        ...get(definition).spec,
        template: (manifest(definition, image).spec as { template: object })
          .template,
      },
    });
  const fault = (kind: FaultSpec['fault']): FaultSpec => ({
    cluster: 'test',
    namespace: 'shop',
    workload: 'web',
    fault: kind,
  });
  const ready = () =>
    store
      .list(PODS, 'shop')
      .filter(pod => at(pod, ['status', 'containerStatuses', '0']) ?? true)
      .filter(pod => {
        const [container] = pod.status?.containerStatuses as {
          ready: boolean;
        }[];
        return container.ready;
      });

  it('rolls a Deployment over without ever serving with less than it may', () => {
    store.create(DEPLOYMENTS, manifest(DEPLOYMENTS, 'web:1', { replicas: 4 }));
    pass(10);
    expect(get(DEPLOYMENTS).status).toMatchObject({
      observedGeneration: 1,
      replicas: 4,
      updatedReplicas: 4,
      readyReplicas: 4,
      availableReplicas: 4,
      conditions: [
        { type: 'Available', status: 'True' },
        { type: 'Progressing', reason: 'NewReplicaSetAvailable' },
      ],
    });
    replaceImage(DEPLOYMENTS, 'web:2');
    let least = 4;
    for (let second = 0; second < 30; second++) {
      pass(1);
      least = Math.min(least, ready().length);
      expect(store.list(PODS, 'shop').length).toBeLessThanOrEqual(5);
    }
    expect(least).toBeGreaterThanOrEqual(3);
    const images = store
      .list(PODS, 'shop')
      .map(pod => at(pod, ['status', 'containerStatuses']))
      .map(statuses => (statuses as { image: string }[])[0].image);
    expect(images).toEqual(['web:2', 'web:2', 'web:2', 'web:2']);
    expect(store.list(REPLICA_SETS, 'shop')).toHaveLength(2);
    expect(get(DEPLOYMENTS).metadata.annotations).toEqual({
      'deployment.kubernetes.io/revision': '2',
    });
    expect(controller.idle).toBe(true);
  });

  it('keeps the old version serving while the new one crashes, until the fault is gone', () => {
    store.create(DEPLOYMENTS, manifest(DEPLOYMENTS, 'web:1', { replicas: 2 }));
    pass(10);
    controller.setFaults([fault('crashLoop')]);
    replaceImage(DEPLOYMENTS, 'web:2');
    pass(60);
    expect(ready()).toHaveLength(2);
    expect(get(DEPLOYMENTS).status).toMatchObject({
      availableReplicas: 2,
      unavailableReplicas: 1,
      conditions: [{}, { reason: 'ProgressDeadlineExceeded', status: 'False' }],
    });
    const crashing = store
      .list(PODS, 'shop')
      .find(pod => !ready().includes(pod));
    expect(at(crashing, ['status', 'containerStatuses'])).toEqual([
      expect.objectContaining({
        ready: false,
        restartCount: 1,
        state: {
          waiting: expect.objectContaining({ reason: 'CrashLoopBackOff' }),
        },
        lastState: { terminated: expect.objectContaining({ exitCode: 1 }) },
      }),
    ]);
    controller.setFaults([]);
    pass(60);
    expect(get(DEPLOYMENTS).status).toMatchObject({
      updatedReplicas: 2,
      readyReplicas: 2,
      replicas: 2,
    });
  });

  it('lets one version crash, and brings back the one before', () => {
    store.create(DEPLOYMENTS, manifest(DEPLOYMENTS, 'web:1', { replicas: 2 }));
    pass(10);
    controller.setFaults([{ ...fault('crashLoop'), version: '2' }]);
    pass(10);
    expect(ready()).toHaveLength(2);
    replaceImage(DEPLOYMENTS, 'web:2');
    pass(60);
    expect(get(DEPLOYMENTS).status).toMatchObject({ unavailableReplicas: 1 });
    replaceImage(DEPLOYMENTS, 'web:1');
    pass(60);
    expect(get(DEPLOYMENTS).status).toMatchObject({
      updatedReplicas: 2,
      readyReplicas: 2,
      replicas: 2,
    });
  });

  it('waits for an image that is not there, and goes on when a new one is', () => {
    store.create(DEPLOYMENTS, manifest(DEPLOYMENTS, 'web:gone'));
    pass(30);
    const [pod] = store.list(PODS, 'shop');
    expect(pod.status).toMatchObject({
      phase: 'Pending',
      containerStatuses: [
        { imageID: '', state: { waiting: { reason: 'ImagePullBackOff' } } },
      ],
    });
    replaceImage(DEPLOYMENTS, 'web:3');
    pass(30);
    expect(ready()).toHaveLength(1);
  });

  it('scales to nothing and is well', () => {
    store.create(DEPLOYMENTS, manifest(DEPLOYMENTS, 'web:1', { replicas: 2 }));
    pass(10);
    store.update(DEPLOYMENTS, {
      ...get(DEPLOYMENTS),
      spec: { ...get(DEPLOYMENTS).spec, replicas: 0 },
    });
    pass(10);
    expect(store.list(PODS, 'shop')).toHaveLength(0);
    expect(get(DEPLOYMENTS).status?.replicas).toBeUndefined();
    expect(controller.idle).toBe(true);
  });

  it('replaces a pod that somebody deletes, and takes all away with the Deployment', () => {
    store.create(DEPLOYMENTS, manifest(DEPLOYMENTS, 'web:1'));
    pass(10);
    const [{ metadata }] = store.list(PODS, 'shop');
    store.delete(PODS, 'shop', metadata.name);
    pass(10);
    expect(ready()).toHaveLength(1);
    store.delete(DEPLOYMENTS, 'shop', 'web');
    expect(store.list(PODS, 'shop')).toHaveLength(0);
    expect(store.list(REPLICA_SETS, 'shop')).toHaveLength(0);
  });

  describe('Rollout', () => {
    const canary = (steps: object[]) => ({
      replicas: 5,
      strategy: { canary: { steps } },
    });
    const steps = [
      { setWeight: 20 },
      { pause: {} },
      { setWeight: 60 },
      { pause: { duration: '30s' } },
    ];

    beforeEach(() => {
      store.create(ROLLOUTS, manifest(ROLLOUTS, 'web:1', canary(steps)));
      pass(10);
    });

    it('takes its first version whole', () => {
      expect(get(ROLLOUTS).status).toMatchObject({
        phase: 'Healthy',
        currentStepIndex: 4,
        observedGeneration: '1',
        availableReplicas: 5,
      });
    });

    it('stops at a pause until somebody promotes it, and passes timed ones by itself', () => {
      const { stableRS } = get(ROLLOUTS).status ?? {};
      replaceImage(ROLLOUTS, 'web:2');
      pass(60);
      const { status } = get(ROLLOUTS);
      expect(status).toMatchObject({
        phase: 'Paused',
        message: 'CanaryPauseStep',
        currentStepIndex: 1,
        updatedReplicas: 1,
        stableRS,
        pauseConditions: [{ reason: 'CanaryPauseStep' }],
        canary: { weights: { canary: { weight: 20 }, stable: { weight: 80 } } },
      });
      expect(status?.currentPodHash).not.toBe(stableRS);
      store.update(ROLLOUTS, {
        ...get(ROLLOUTS),
        status: { ...status, pauseConditions: undefined },
      });
      pass(20);
      expect(get(ROLLOUTS).status).toMatchObject({
        currentStepIndex: 3,
        updatedReplicas: 3,
      });
      pass(60);
      expect(get(ROLLOUTS).status).toMatchObject({
        phase: 'Healthy',
        updatedReplicas: 5,
        stableRS: status?.currentPodHash,
      });
      expect(controller.idle).toBe(true);
    });

    it('goes back when it is aborted', () => {
      replaceImage(ROLLOUTS, 'web:2');
      pass(30);
      store.update(ROLLOUTS, {
        ...get(ROLLOUTS),
        status: { ...get(ROLLOUTS).status, abort: true },
      });
      pass(30);
      expect(get(ROLLOUTS).status).toMatchObject({
        phase: 'Degraded',
        abort: true,
        updatedReplicas: 0,
        availableReplicas: 5,
      });
    });

    it('stays in its pause while it is stuck, whatever its duration', () => {
      controller.setFaults([fault('stuckCanary')]);
      replaceImage(ROLLOUTS, 'web:2');
      pass(600);
      expect(get(ROLLOUTS).status).toMatchObject({
        phase: 'Paused',
        currentStepIndex: 1,
      });
    });
  });

  it('replaces the pods of a StatefulSet one at a time, the last first', () => {
    store.create(
      STATEFUL_SETS,
      manifest(STATEFUL_SETS, 'db:1', { replicas: 3 }),
    );
    pass(20);
    expect(
      store.list(PODS, 'shop').map(({ metadata }) => metadata.name),
    ).toEqual(['web-0', 'web-1', 'web-2']);
    replaceImage(STATEFUL_SETS, 'db:2');
    pass(2);
    expect(ready().map(({ metadata }) => metadata.name)).toEqual([
      'web-0',
      'web-1',
    ]);
    pass(30);
    expect(get(STATEFUL_SETS).status).toMatchObject({
      readyReplicas: 3,
      updatedReplicas: 3,
    });
  });

  it('puts a pod of a DaemonSet on each node', () => {
    store.create(DAEMON_SETS, manifest(DAEMON_SETS, 'agent:1'));
    pass(20);
    expect(get(DAEMON_SETS).status).toMatchObject({
      desiredNumberScheduled: 3,
      numberReady: 3,
    });
  });

  it('runs a CronJob when it is due, and remembers when', () => {
    const { template } = manifest(JOBS, 'job:1').spec as { template: object };
    store.create(CRON_JOBS, {
      ...manifest(CRON_JOBS, 'job:1'),
      spec: { schedule: '30 10 * * *', jobTemplate: { spec: { template } } },
    });
    pass(60);
    expect(store.list(JOBS)).toHaveLength(0);
    pass(31 * 60);
    const [job] = store.list(JOBS);
    expect(job.status).toMatchObject({
      succeeded: 1,
      conditions: [{ type: 'Complete', status: 'True' }],
    });
    expect(get(CRON_JOBS).status).toMatchObject({
      lastScheduleTime: '2026-11-23T10:30:00Z',
      lastSuccessfulTime: expect.stringContaining('2026-11-23T10:30:'),
    });
    expect(get(CRON_JOBS).status?.active).toBeUndefined();
  });

  it('makes up the past at once', () => {
    store.create(DEPLOYMENTS, manifest(DEPLOYMENTS, 'web:1', { replicas: 3 }));
    controller.settle('shop', new Date('2026-10-01T08:00:00Z'));
    expect(ready()).toHaveLength(3);
    expect(ready()[0].metadata.creationTimestamp).toBe('2026-10-01T08:00:00Z');
  });

  it('costs a workload that makes no sense only itself', () => {
    store.create(DEPLOYMENTS, {
      ...manifest(DEPLOYMENTS, 'web:1'),
      metadata: { name: 'broken', namespace: 'shop' },
      spec: { replicas: 1 },
    });
    store.create(DEPLOYMENTS, manifest(DEPLOYMENTS, 'web:1'));
    pass(10);
    expect(ready()).toHaveLength(1);
  });
});
