import { ClusterStore } from '../../kubernetes/ClusterStore';
import { at } from '../../kubernetes/json';
import {
  APPLICATIONS,
  DEPLOYMENTS,
  NAMESPACES,
  PODS,
  REPLICA_SETS,
} from '../../kubernetes/resources';
import type { StoreEvent } from '../../kubernetes/types';
import type { LargeWorldSpec } from '../../world/Scenario';
import { WorkloadController } from '../workloads/WorkloadController';
import { createSyntheticApplications } from './createSyntheticApplications';

const spec: LargeWorldSpec = {
  services: 40,
  clusters: ['c-1', 'c-2', 'c-3'],
  argoInstances: ['one', 'two'],
  pods: 500,
};

describe('createSyntheticApplications', () => {
  const build = () => {
    const stores = (names: string[]) =>
      new Map(names.map(name => [name, new ClusterStore({ name })]));
    const instances = stores(spec.argoInstances);
    const clusters = stores(spec.clusters);
    const world = createSyntheticApplications({
      spec,
      instances,
      clusters,
      gitUrl: repository => `http://git.test/${repository}.git`,
      imageHost: 'registry.test',
      digestOf: image => `sha256:${image}`,
      now: new Date('2026-11-23T10:00:00Z'),
    });
    return { world, instances, clusters };
  };
  const keys = (
    objects: Iterable<{ metadata: { namespace?: string; name: string } }>,
  ) =>
    [...objects].map(
      ({ metadata }) => `${metadata.namespace}/${metadata.name}`,
    );

  it('spreads Applications over instances, workloads and pods over clusters', () => {
    const { instances, clusters } = build();
    const count = (stores: Map<string, ClusterStore>, definition = PODS) =>
      [...stores.values()].reduce(
        (sum, store) => sum + store.count(definition),
        0,
      );
    expect(count(instances, APPLICATIONS)).toBe(120);
    expect(count(clusters, DEPLOYMENTS)).toBe(120);
    expect(count(clusters, NAMESPACES)).toBe(120);
    expect(count(clusters)).toBe(500);
    for (const store of clusters.values()) {
      expect([...store.iterate(PODS)]).toHaveLength(store.count(PODS));
    }
  });

  it('walks in the order of keys, from any of them, and finds each', () => {
    const { clusters, instances } = build();
    const store = clusters.get('c-1') as ClusterStore;
    for (const definition of [PODS, DEPLOYMENTS, REPLICA_SETS]) {
      const all = keys(store.iterate(definition));
      expect(all).toEqual([...all].sort());
      const middle = all[Math.floor(all.length / 2)];
      expect(keys(store.iterate(definition, { after: middle }))).toEqual(
        all.slice(Math.floor(all.length / 2) + 1),
      );
      const [namespace, name] = middle.split('/');
      expect(store.get(definition, namespace, name)?.metadata.name).toBe(name);
      expect(keys(store.iterate(definition, { namespace }))).toEqual(
        all.filter(key => key.startsWith(`${namespace}/`)),
      );
      expect(store.get(definition, namespace, 'nothing')).toBeUndefined();
    }
    const one = instances.get('one') as ClusterStore;
    const applications = keys(one.iterate(APPLICATIONS));
    expect(applications).toEqual([...applications].sort());
  });

  it('makes the same objects each time, and keeps to their owners', () => {
    const first = build().clusters.get('c-2') as ClusterStore;
    const second = build().clusters.get('c-2') as ClusterStore;
    expect([...first.iterate(PODS)]).toEqual([...second.iterate(PODS)]);
    const [pod] = first.iterate(PODS);
    const [owner] = pod.metadata.ownerReferences ?? [];
    const set = first.get(REPLICA_SETS, pod.metadata.namespace, owner.name);
    expect(set?.metadata.uid).toBe(owner.uid);
    expect(at(pod, ['status', 'containerStatuses', '0'])).toBeUndefined();
    const [container] = pod.status?.containerStatuses as { imageID: string }[];
    expect(container.imageID).toMatch(/^registry\.test\/acme\/svc-\d+@sha256:/);
  });

  it('tells watchers of every change, so that they end up where a new list does', () => {
    const { world, clusters, instances } = build();
    const definitions = [PODS, DEPLOYMENTS, REPLICA_SETS, APPLICATIONS];
    const all = [...clusters.values(), ...instances.values()];
    const known = new Map<string, unknown>();
    const types: string[] = [];
    for (const store of all) {
      for (const definition of definitions) {
        const key = (object: StoreEvent['object']) =>
          [
            store.name,
            definition.plural,
            object.metadata.namespace,
            object.metadata.name,
          ].join('/');
        for (const object of store.iterate(definition)) {
          known.set(key(object), at(object, ['status']));
        }
        store.subscribe(definition, event => {
          types.push(event.type);
          if (event.type === 'DELETED') {
            known.delete(key(event.object));
          } else {
            known.set(key(event.object), at(event.object, ['status']));
          }
        });
      }
    }
    world.mutate(300);
    expect(types.length).toBeGreaterThan(300);
    expect(new Set(types)).toEqual(new Set(['ADDED', 'MODIFIED', 'DELETED']));
    const fresh = new Map<string, unknown>();
    for (const store of all) {
      for (const definition of definitions) {
        for (const object of store.iterate(definition)) {
          fresh.set(
            [
              store.name,
              definition.plural,
              object.metadata.namespace,
              object.metadata.name,
            ].join('/'),
            at(object, ['status']),
          );
        }
      }
    }
    expect([...known.keys()].sort()).toEqual([...fresh.keys()].sort());
    for (const [key, status] of fresh) {
      expect(known.get(key)).toEqual(status);
    }
  });

  it('is left alone by the controllers of its clusters', () => {
    const { world, clusters } = build();
    const controllers = [...clusters.values()].map(
      store => new WorkloadController({ store, pace: 1, digestOf: () => 'x' }),
    );
    world.mutate(200);
    expect(controllers.every(({ idle }) => idle)).toBe(true);
    controllers.forEach(controller => controller.close());
  });

  it('lets real objects stand in front of generated ones', () => {
    const { clusters } = build();
    const store = clusters.get('c-1') as ClusterStore;
    const [deployment] = store.iterate(DEPLOYMENTS);
    const { namespace, name } = deployment.metadata;
    const before = store.count(DEPLOYMENTS);
    store.update(DEPLOYMENTS, {
      ...deployment,
      spec: { ...deployment.spec, replicas: 99 },
    });
    expect(store.get(DEPLOYMENTS, namespace, name)?.spec?.replicas).toBe(99);
    expect(store.count(DEPLOYMENTS)).toBe(before);
    expect(keys(store.iterate(DEPLOYMENTS))).toHaveLength(before);
    store.delete(DEPLOYMENTS, namespace, name);
    expect(store.count(DEPLOYMENTS)).toBe(before - 1);
    expect(store.get(DEPLOYMENTS, namespace, name)).toBeUndefined();
    expect(store.listKept(DEPLOYMENTS)).toEqual([]);
  });
});
