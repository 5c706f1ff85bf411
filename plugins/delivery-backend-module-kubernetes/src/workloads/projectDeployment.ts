import type { Projection } from '@throughline/plugin-delivery-kubernetes-node';
import { z } from 'zod';
import { judgeDeployment } from '../health';
import { baseFacts, type ProjectOptions } from './baseFacts';
import {
  conditionOf,
  conditionsSchema,
  count,
  metadataSchema,
  templateSchema,
  type Conditions,
} from './schemas';
import type { RevisionProgress, WorkloadFacts } from './WorkloadFacts';

const schema = z.object({
  metadata: metadataSchema,
  spec: z.object({
    replicas: count,
    paused: z.boolean().nullish(),
    template: templateSchema,
  }),
  status: z
    .object({
      observedGeneration: z.number().optional(),
      replicas: count,
      updatedReplicas: count,
      readyReplicas: count,
      availableReplicas: count,
      conditions: conditionsSchema,
    })
    .nullish(),
});

/** Projects Deployments. */
export function projectDeployment(
  options: ProjectOptions,
): Projection<WorkloadFacts> {
  return object => {
    const { metadata, spec, status } = schema.parse(object);
    const replicas = {
      desired: spec.replicas ?? 1,
      ready: status?.readyReplicas ?? 0,
      updated: status?.updatedReplicas ?? 0,
      available: status?.availableReplicas ?? 0,
    };
    const { deletionTimestamp, generation, annotations } = metadata;
    const observedGeneration = status?.observedGeneration;
    return {
      ...baseFacts('apps', 'Deployment', metadata, spec.template, options),
      health: judgeDeployment({
        deletionTimestamp,
        generation,
        observedGeneration,
        paused: spec.paused ?? false,
        total: status?.replicas ?? 0,
        ...replicas,
        conditions: status?.conditions,
      }),
      replicas,
      progress: {
        current: annotations?.['deployment.kubernetes.io/revision'],
        ...progressOf(
          status?.conditions,
          (observedGeneration ?? -1) >= (generation ?? 0),
        ),
      },
    };
  };
}

function progressOf(
  conditions: Conditions,
  isCurrent: boolean,
): Omit<RevisionProgress, 'current'> {
  const progressing = conditionOf(conditions, 'Progressing');
  const finishedAt = progressing?.lastUpdateTime ?? undefined;
  if (!isCurrent) {
    return { outcome: 'running' };
  }
  switch (progressing?.reason) {
    case 'NewReplicaSetAvailable':
      return { outcome: 'succeeded', ...(finishedAt && { finishedAt }) };
    case 'ProgressDeadlineExceeded':
      return { outcome: 'failed', ...(finishedAt && { finishedAt }) };
    default:
      return { outcome: 'running' };
  }
}
