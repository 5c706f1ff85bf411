import { createHash } from 'crypto';
import type { ClusterStore } from '../../kubernetes/ClusterStore';
import { groupOf, versionOf } from '../../kubernetes/resources';
import type { KubeObject } from '../../kubernetes/types';

/** What a Kustomization has applied, as its status lists it. */
export interface Inventory {
  entries: { id: string; v: string }[];
}

/** The inventory of objects, sorted by their ids. */
export function inventoryOf(objects: readonly KubeObject[]): Inventory {
  const entries = objects.map(object => {
    const { namespace = '', name } = object.metadata;
    const id = [
      namespace,
      name.replaceAll(':', '__'),
      groupOf(object),
      object.kind,
    ].join('_');
    return { id, v: versionOf(object) };
  });
  return { entries: entries.sort((a, b) => (a.id < b.id ? -1 : 1)) };
}

/** The digest of rendered objects, by which a history tells one content from another. */
export function digestOf(objects: readonly KubeObject[]): string {
  const hash = createHash('sha256').update(JSON.stringify(objects));
  return `sha256:${hash.digest('hex')}`;
}

/** Deletes what an inventory names and another does not. */
export function prune(
  store: ClusterStore,
  before: Inventory | undefined,
  now: Inventory,
): void {
  const kept = new Set(now.entries.map(({ id }) => id));
  for (const { id, v } of before?.entries ?? []) {
    const [, namespace, name, group, kind] =
      /^([^_]*)_(.+)_([^_]*)_([^_]+)$/.exec(id) ?? [];
    const definition = store.definitionFor({
      apiVersion: group ? `${group}/${v}` : v,
      kind,
    });
    const live = definition?.namespaced ? namespace : undefined;
    if (!kept.has(id) && definition && store.get(definition, live, name)) {
      store.delete(definition, live, name);
    }
  }
}
