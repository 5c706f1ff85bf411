import { childrenOf, imagesOf } from '../controllers/argo/children';
import { resourceHealth } from '../controllers/argo/health';
import type { ArgoState } from '../controllers/argo/ArgoState';
import type { Application } from '../controllers/argo/types';
import type { ClusterStore } from '../kubernetes/ClusterStore';
import { at } from '../kubernetes/json';
import { groupOf, PODS, versionOf } from '../kubernetes/resources';
import type { JsonObject, KubeObject } from '../kubernetes/types';

function reference(object: KubeObject): JsonObject {
  const group = groupOf(object);
  const { namespace, name, uid } = object.metadata;
  return {
    ...(group ? { group } : {}),
    version: versionOf(object),
    kind: object.kind,
    ...(namespace ? { namespace } : {}),
    name,
    uid,
  };
}

function infoOf(object: KubeObject): JsonObject[] {
  if (object.kind === PODS.kind) {
    const statuses = object.status?.containerStatuses;
    const all = Array.isArray(statuses) ? statuses : [];
    const ready = all.filter(status => status.ready === true).length;
    const reason =
      at(all[0], ['state', 'waiting', 'reason']) ?? object.status?.phase;
    return [
      { name: 'Status Reason', value: String(reason) },
      { name: 'Node', value: String(object.spec?.nodeName ?? '') },
      { name: 'Containers', value: `${ready}/${all.length}` },
    ];
  }
  const { annotations = {} } = object.metadata;
  const revision =
    annotations['deployment.kubernetes.io/revision'] ??
    annotations['rollout.argoproj.io/revision'];
  return object.kind === 'ReplicaSet' && revision
    ? [{ name: 'Revision', value: `Rev:${revision}` }]
    : [];
}

function node(object: KubeObject, parent?: KubeObject): JsonObject {
  const health = resourceHealth(object);
  const info = infoOf(object);
  const images = object.kind === PODS.kind ? imagesOf(object) : [];
  return {
    ...reference(object),
    ...(parent ? { parentRefs: [reference(parent)] } : {}),
    ...(info.length > 0 ? { info } : {}),
    ...(images.length > 0 ? { images } : {}),
    resourceVersion: object.metadata.resourceVersion,
    ...(health ? { health } : {}),
    createdAt: object.metadata.creationTimestamp,
  };
}

/** What an Application manages and what that made, as a tree by references to parents. */
export function resourceTree(
  state: ArgoState,
  application: Application,
): JsonObject {
  const store = state.clusters.cluster(application.spec.destination);
  const nodes: JsonObject[] = [];
  const visit = (
    cluster: ClusterStore,
    object: KubeObject,
    parent?: KubeObject,
  ) => {
    nodes.push(node(object, parent));
    childrenOf(cluster, object).forEach(child => visit(cluster, child, object));
  };
  for (const { live, wanted } of state.comparison(application)?.resources ??
    []) {
    const definition = store?.definitionFor(
      live ?? wanted ?? ({} as KubeObject),
    );
    const { namespace, name = '' } = live?.metadata ?? {};
    const fresh = definition && store?.get(definition, namespace, name);
    if (store && fresh) {
      visit(store, fresh);
    } else if (wanted) {
      nodes.push({
        ...reference(wanted),
        health: { status: 'Missing' },
      });
    }
  }
  return { nodes, orphanedNodes: [], hosts: [] };
}
