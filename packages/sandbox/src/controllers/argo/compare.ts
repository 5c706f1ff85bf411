import type { ClusterStore } from '../../kubernetes/ClusterStore';
import { APPLICATIONS, groupOf, versionOf } from '../../kubernetes/resources';
import type { KubeObject } from '../../kubernetes/types';
import { isInSync } from './applyManifest';
import { imagesBelow } from './children';
import { resourceHealth, worstHealth } from './health';
import type {
  Application,
  Health,
  ResourceStatus,
  SyncResource,
} from './types';

const TRACKING = 'argocd.argoproj.io/tracking-id';
const HOOK = 'argocd.argoproj.io/hook';

/** One object of an Application: as it should be, as it is, or both. */
export interface ManagedResource {
  wanted?: KubeObject;
  live?: KubeObject;
  status: ResourceStatus;
  health?: Health;
}

/** What a comparison of an Application with its cluster found. */
export interface Comparison {
  resources: ManagedResource[];
  sync: 'Synced' | 'OutOfSync';
  health: Health['status'];
  images: string[];
}

/** Whether an object runs at a phase of a sync and is no part of the state. */
export function hookOf(object: KubeObject): string | undefined {
  return object.metadata.annotations?.[HOOK];
}

/** What identifies an object among those of an Application. */
export function resourceKey(resource: SyncResource): string {
  return [
    resource.group ?? '',
    resource.kind,
    resource.namespace ?? '',
    resource.name,
  ].join('/');
}

/** The identity of an object. */
export function identityOf(object: KubeObject): SyncResource {
  return {
    group: groupOf(object),
    kind: object.kind,
    namespace: object.metadata.namespace,
    name: object.metadata.name,
  };
}

/** The Application that an object says it belongs to; undefined where it says none. */
export function trackedBy(object: KubeObject): string | undefined {
  return object.metadata.annotations?.[TRACKING]?.split(':')[0];
}

/** The manifests as they are applied: in the destination's namespace and with the mark of their Application. */
export function trackedManifests(
  application: Application,
  objects: readonly KubeObject[],
  store: ClusterStore,
): KubeObject[] {
  return objects.map(object => {
    const namespaced = store.definitionFor(object)?.namespaced ?? true;
    const namespace = namespaced
      ? object.metadata.namespace ?? application.spec.destination.namespace
      : undefined;
    const { name } = object.metadata;
    const id = `${application.metadata.name}:${groupOf(object)}/${
      object.kind
    }:${namespace ?? ''}/${name}`;
    return {
      ...object,
      metadata: {
        ...object.metadata,
        ...(namespace ? { namespace } : {}),
        annotations: { ...object.metadata.annotations, [TRACKING]: id },
      },
    };
  });
}

function statusOf(
  object: KubeObject,
  status: ResourceStatus['status'],
): ResourceStatus {
  const { group, ...identity } = identityOf(object);
  return {
    ...(group ? { group } : {}),
    version: versionOf(object),
    ...identity,
    status,
  };
}

/** Objects of the cluster that carry the mark of an Application. */
export function trackedObjects(
  store: ClusterStore,
  application: Application,
  namespaces: Iterable<string | undefined>,
): KubeObject[] {
  return [...new Set(namespaces)].flatMap(namespace =>
    store
      .definitions()
      .filter(definition => definition.namespaced)
      .flatMap(definition => store.listKept(definition, namespace))
      .filter(object => trackedBy(object) === application.metadata.name),
  );
}

/** Compares what an Application's manifests say with what the cluster holds. */
export function compare(
  application: Application,
  wanted: readonly KubeObject[],
  store: ClusterStore,
): Comparison {
  const manifests = trackedManifests(application, wanted, store).filter(
    object => !hookOf(object),
  );
  const keys = new Set(
    manifests.map(object => resourceKey(identityOf(object))),
  );
  const resources: ManagedResource[] = manifests.map(object => {
    const definition = store.definitionFor(object);
    const { namespace, name } = object.metadata;
    const live = definition && store.get(definition, namespace, name);
    const synced = live !== undefined && isInSync(live, object);
    return {
      wanted: object,
      live,
      status: statusOf(object, synced ? 'Synced' : 'OutOfSync'),
      health: live ? resourceHealth(live) : { status: 'Missing' },
    };
  });
  const namespaces = [
    application.spec.destination.namespace,
    ...manifests.map(object => object.metadata.namespace),
  ];
  for (const live of trackedObjects(store, application, namespaces)) {
    if (!keys.has(resourceKey(identityOf(live))) && !hookOf(live)) {
      resources.push({
        live,
        status: { ...statusOf(live, 'OutOfSync'), requiresPruning: true },
        health: resourceHealth(live),
      });
    }
  }
  return {
    resources,
    sync: resources.every(({ status }) => status.status === 'Synced')
      ? 'Synced'
      : 'OutOfSync',
    health: worstHealth(resources.map(({ health }) => health)),
    images: imagesBelow(
      store,
      resources.flatMap(({ live }) => live ?? []),
    ),
  };
}

/** Whether an Application's objects are Applications themselves. */
export function isAppOfApps(comparison: Comparison): boolean {
  return comparison.resources.some(
    ({ status }) => status.kind === APPLICATIONS.kind,
  );
}
