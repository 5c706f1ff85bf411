import {
  DELIVERY_ANNOTATIONS as A,
  type EntityWarning,
} from '@throughline/plugin-delivery-common';
import type { Claim } from './Claim';
import type { EntityFacts } from './EntityFacts';
import { parseLabelSelector } from './labelSelector';

const RANK = 20;

/** Reads the annotations that name workloads of clusters. */
export function workloadClaims(
  entity: EntityFacts,
  warnings: EntityWarning[],
): Claim[] {
  const namespace = entity.annotations[A.kubernetesNamespace]?.trim();
  const cluster = entity.annotations[A.kubernetesCluster]?.trim();
  const common = {
    types: ['workload', 'application'] as const,
    ...(namespace ? { namespace } : {}),
    ...(cluster ? { cluster } : {}),
  };
  const selector = entity.annotations[A.kubernetesLabelSelector];
  const id = entity.annotations[A.kubernetesId]?.trim();
  // As in Backstage's own Kubernetes plugin, the selector replaces the id.
  if (selector !== undefined) {
    const requirements = parseLabelSelector(selector);
    if (typeof requirements !== 'string') {
      return [
        {
          rule: `annotation ${A.kubernetesLabelSelector}`,
          rank: RANK,
          ...common,
          selector: requirements,
        },
      ];
    }
    warnings.push({
      annotation: A.kubernetesLabelSelector,
      message: `The selector cannot be used: ${requirements}. Write it as key=value,other=value.`,
    });
    return [];
  }
  if (id) {
    return [
      {
        rule: `annotation ${A.kubernetesId}`,
        rank: RANK + 1,
        ...common,
        selector: [{ key: A.kubernetesId, operator: 'in', values: [id] }],
      },
    ];
  }
  if (id === '') {
    warnings.push({
      annotation: A.kubernetesId,
      message: 'It is empty. Give it a value, or remove it.',
    });
  }
  if (namespace || cluster) {
    warnings.push({
      annotation: namespace ? A.kubernetesNamespace : A.kubernetesCluster,
      message: `It has no effect alone. Add ${A.kubernetesId} or ${A.kubernetesLabelSelector}.`,
    });
  }
  return [];
}
