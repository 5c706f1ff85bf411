import type { ClusterStore } from '../../kubernetes/ClusterStore';
import { clone, equal, isObject } from '../../kubernetes/json';
import { uuid } from '../../kubernetes/hash';
import { apiVersionOf, NAMESPACES } from '../../kubernetes/resources';
import type { JsonObject, KubeObject } from '../../kubernetes/types';

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** Makes a namespace if it is not there. */
export function ensureNamespace(
  store: ClusterStore,
  name: string,
  at?: Date,
): void {
  if (!store.get(NAMESPACES, undefined, name)) {
    store.create(
      NAMESPACES,
      {
        apiVersion: apiVersionOf(NAMESPACES),
        kind: NAMESPACES.kind,
        metadata: { name, labels: { 'kubernetes.io/metadata.name': name } },
        spec: { finalizers: ['kubernetes'] },
        status: { phase: 'Active' },
      },
      at,
    );
  }
}

/** Merges as `kubectl apply` does: what was applied before and is no longer wanted goes, what others set stays. */
function threeWayMerge(
  live: unknown,
  wanted: unknown,
  before: unknown,
): unknown {
  if (!isObject(live) || !isObject(wanted)) {
    return clone(wanted);
  }
  const result: JsonObject = { ...live };
  for (const key of Object.keys(isObject(before) ? before : {})) {
    if (!(key in wanted)) {
      delete result[key];
    }
  }
  for (const [key, value] of Object.entries(wanted)) {
    result[key] = threeWayMerge(
      live[key],
      value,
      isObject(before) ? before[key] : undefined,
    );
  }
  return result;
}

function lastApplied(live: KubeObject): unknown {
  const text = live.metadata.annotations?.[LAST_APPLIED];
  try {
    return text ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}

/** Whether the live object says all that the manifest says, and nothing that it said before and no longer says. */
export function isInSync(live: KubeObject, wanted: KubeObject): boolean {
  const { status: _, ...rest } = wanted;
  const { metadata, ...merged } = threeWayMerge(
    live,
    rest,
    lastApplied(live),
  ) as KubeObject;
  const { metadata: liveMetadata, ...liveRest } = live;
  return (
    equal(merged, liveRest) &&
    equal(metadata.labels, liveMetadata.labels) &&
    equal(
      { ...metadata.annotations, [LAST_APPLIED]: '' },
      { ...liveMetadata.annotations, [LAST_APPLIED]: '' },
    )
  );
}

/** The object that applying a manifest would leave. */
export function mergedState(live: KubeObject, wanted: KubeObject): KubeObject {
  return threeWayMerge(live, wanted, lastApplied(live)) as KubeObject;
}

/** What the past left has the same uid after a restart. */
function withSteadyUid(store: ClusterStore, object: KubeObject): KubeObject {
  const { namespace, name } = object.metadata;
  const uid = uuid([store.name, object.kind, namespace, name].join('/'));
  return { ...object, metadata: { ...object.metadata, uid } };
}

/** Applies a manifest; throws an `ApiError` where the cluster does not know its kind. */
export function applyManifest(
  store: ClusterStore,
  manifest: KubeObject,
  at?: Date,
): { object: KubeObject; outcome: 'created' | 'configured' | 'unchanged' } {
  const definition = store.definitionFor(manifest);
  if (!definition) {
    throw new Error(
      `The Kubernetes API could not find ${manifest.apiVersion}/${manifest.kind} for requested resource ${manifest.metadata.namespace}/${manifest.metadata.name}. Make sure the "${manifest.kind}" CRD is installed on the destination cluster.`,
    );
  }
  const { namespace, name } = manifest.metadata;
  const annotated: KubeObject = {
    ...manifest,
    metadata: {
      ...manifest.metadata,
      annotations: {
        ...manifest.metadata.annotations,
        [LAST_APPLIED]: JSON.stringify(manifest),
      },
    },
  };
  const live = store.get(definition, namespace, name);
  if (!live) {
    if (definition.namespaced && namespace) {
      ensureNamespace(store, namespace, at);
    }
    return {
      object: store.create(
        definition,
        at ? withSteadyUid(store, annotated) : annotated,
        at,
      ),
      outcome: 'created',
    };
  }
  const merged = threeWayMerge(live, annotated, lastApplied(live));
  const object = store.update(definition, merged as KubeObject);
  return { object, outcome: object === live ? 'unchanged' : 'configured' };
}
