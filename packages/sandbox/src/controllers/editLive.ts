import type { ClusterStore } from '../kubernetes/ClusterStore';
import { clone, isObject } from '../kubernetes/json';
import { DEPLOYMENTS, ROLLOUTS } from '../kubernetes/resources';
import type { JsonObject, KubeObject } from '../kubernetes/types';

/** Edits a live workload as somebody in a hurry does: one more replica and a debug setting, past Git. */
export function editLive(
  store: ClusterStore,
  namespace: string,
  workload: string,
): void {
  for (const definition of [DEPLOYMENTS, ROLLOUTS]) {
    const live = store.get(definition, namespace, workload);
    if (!live) {
      continue;
    }
    const edited = clone(live);
    const spec = edited.spec ?? {};
    spec.replicas = Number(spec.replicas ?? 1) + 1;
    const containers = containersOf(edited);
    const [first] = containers;
    if (first) {
      const env = (Array.isArray(first.env) ? first.env : []).filter(
        entry => isObject(entry) && entry.name !== 'LOG_LEVEL',
      );
      first.env = [...env, { name: 'LOG_LEVEL', value: 'trace' }];
    }
    store.update(definition, edited);
  }
}

function containersOf(object: KubeObject): JsonObject[] {
  const template = object.spec?.template;
  const spec = isObject(template) ? template.spec : undefined;
  const containers = isObject(spec) ? spec.containers : undefined;
  return Array.isArray(containers) ? containers.filter(isObject) : [];
}
