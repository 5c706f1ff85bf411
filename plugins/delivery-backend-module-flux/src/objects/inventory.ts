import type { ObjectPointer } from '@throughline/plugin-delivery-node';
import type { z } from 'zod';
import type { Inventory } from './facts';
import { isFluxGroup } from './kinds';
import type { inventorySchema } from './schemas';

const MAX_WORKLOADS = 500;

/** The kinds that run something, by group. */
const WORKLOADS: Readonly<Record<string, readonly string[]>> = {
  '': ['Pod', 'ReplicationController'],
  apps: ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet'],
  batch: ['Job', 'CronJob'],
  'argoproj.io': ['Rollout'],
};

/** What surrounds other objects and runs nothing: a parent may apply it as well. */
const FURNITURE: Readonly<Record<string, readonly string[]>> = {
  '': [
    'Namespace',
    'ConfigMap',
    'Secret',
    'ServiceAccount',
    'ResourceQuota',
    'LimitRange',
  ],
  'rbac.authorization.k8s.io': [
    'Role',
    'RoleBinding',
    'ClusterRole',
    'ClusterRoleBinding',
  ],
  'networking.k8s.io': ['NetworkPolicy'],
};

/**
 * Reads an id of an inventory: `<namespace>_<name>_<group>_<kind>`. Only the name may hold an underscore, and a colon
 * in it is written as two.
 */
export function parseInventoryId(id: string): ObjectPointer | undefined {
  const [, namespace, name, group, kind] =
    /^([^_]*)_(.+)_([^_]*)_([^_]+)$/.exec(id) ?? [];
  return name
    ? {
        ...(group && { group }),
        kind,
        ...(namespace && { namespace }),
        name: name.replaceAll('__', ':'),
      }
    : undefined;
}

/** All that an inventory names, as far as it can be read. */
export function pointersOf(
  inventory: z.infer<typeof inventorySchema>,
): ObjectPointer[] {
  return (inventory?.entries ?? []).flatMap(
    ({ id }) => parseInventoryId(id) ?? [],
  );
}

/** What of an inventory a page shows; undefined where there is none. */
export function summarizeInventory(
  inventory: z.infer<typeof inventorySchema>,
): Inventory | undefined {
  if (!inventory) {
    return undefined;
  }
  const all = pointersOf(inventory);
  const workloads = all.filter(isWorkload).sort(byName);
  const namespaces = new Set(workloads.map(({ namespace }) => namespace));
  const [namespace] = namespaces.size === 1 ? namespaces : [];
  const complete = all.length === (inventory.entries ?? []).length;
  return {
    workloads: workloads.slice(0, MAX_WORKLOADS),
    isParent:
      complete &&
      all.some(isApplier) &&
      all.every(one => isFluxGroup(one.group ?? '') || isIn(FURNITURE, one)),
    ...(namespace && { namespace }),
  };
}

/** Whether an object runs something. */
export function isWorkload(pointer: ObjectPointer): boolean {
  return isIn(WORKLOADS, pointer);
}

function isApplier({ group = '', kind }: ObjectPointer): boolean {
  return (
    isFluxGroup(group) && (kind === 'Kustomization' || kind === 'HelmRelease')
  );
}

function isIn(
  kinds: Readonly<Record<string, readonly string[]>>,
  { group = '', kind }: ObjectPointer,
): boolean {
  return Object.hasOwn(kinds, group) && kinds[group].includes(kind);
}

/** Orders pointers by their text, so that a list is the same however Flux orders it. */
export function byName(one: ObjectPointer, other: ObjectPointer): number {
  const [left, right] = [one, other].map(each =>
    [each.group, each.kind, each.namespace, each.name].join('\u0000'),
  );
  if (left === right) {
    return 0;
  }
  return left < right ? -1 : 1;
}
