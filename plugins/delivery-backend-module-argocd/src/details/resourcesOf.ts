import type { ResourceDetail } from '@throughline/plugin-delivery-common';
import { cleanMessage } from '@throughline/plugin-delivery-node';
import { applicationSchema, type ArgoResource } from '../api/schemas';
import {
  readable,
  resourceTreeSchema,
  treeNodeSchema,
  type TreeNode,
} from './schemas';

/**
 * The tree of an application's live resources, each with the sync status that the application has of it; what Git
 * asks for and the cluster lacks comes after it.
 */
export function resourcesOf(
  tree: unknown,
  application: unknown,
): ResourceDetail[] {
  const { nodes } = resourceTreeSchema.parse(tree);
  const live = readable(nodes, treeNodeSchema);
  const parsed = applicationSchema.safeParse(application);
  const managed = new Map(
    ((parsed.success && parsed.data.status?.resources) || []).map(resource => [
      nameOf(resource),
      resource,
    ]),
  );
  const position = new Map(live.map((node, index) => [node.uid, index]));
  const details = live.map(node => {
    const own = managed.get(nameOf(node));
    managed.delete(nameOf(node));
    return detailOf(node, own, position.get(node.parentRefs[0]?.uid ?? ''));
  });
  const missing = [...managed.values()].map(resource =>
    detailOf(
      { ...resource, uid: undefined, parentRefs: [], health: resource.health },
      resource,
      undefined,
    ),
  );
  return [...details, ...missing];
}

function detailOf(
  node: TreeNode,
  managed: ArgoResource | undefined,
  parent: number | undefined,
): ResourceDetail {
  const health = node.health ?? managed?.health;
  return {
    ...(node.group ? { group: node.group } : {}),
    kind: node.kind,
    ...(node.namespace ? { namespace: node.namespace } : {}),
    name: node.name,
    ...(managed?.status ? { sync: managed.status } : {}),
    ...(health?.status ? { health: health.status } : {}),
    ...(health?.message ? { message: cleanMessage(health.message) } : {}),
    ...(parent === undefined ? {} : { parent }),
  };
}

function nameOf(one: {
  group?: string;
  kind: string;
  namespace?: string;
  name: string;
}): string {
  return [one.group, one.kind, one.namespace, one.name].join('\u0000');
}
