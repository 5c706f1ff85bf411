import type { Projection } from '@throughline/plugin-delivery-kubernetes-node';
import { z } from 'zod';
import { judgeStatefulSet } from '../health';
import { baseFacts, type ProjectOptions } from './baseFacts';
import { count, metadataSchema, templateSchema } from './schemas';
import type { WorkloadFacts } from './WorkloadFacts';

const schema = z.object({
  metadata: metadataSchema,
  spec: z.object({
    replicas: count,
    template: templateSchema,
    updateStrategy: z
      .object({
        type: z.string().optional(),
        rollingUpdate: z.object({ partition: count }).nullish(),
      })
      .nullish(),
  }),
  status: z
    .object({
      observedGeneration: z.number().optional(),
      replicas: count,
      updatedReplicas: count,
      readyReplicas: count,
      availableReplicas: count,
      currentRevision: z.string().optional(),
      updateRevision: z.string().optional(),
    })
    .nullish(),
});

/** Projects StatefulSets. */
export function projectStatefulSet(
  options: ProjectOptions,
): Projection<WorkloadFacts> {
  return object => {
    const { metadata, spec, status } = schema.parse(object);
    const available = status?.availableReplicas ?? undefined;
    const replicas = {
      desired: spec.replicas ?? 1,
      ready: status?.readyReplicas ?? 0,
      updated: status?.updatedReplicas ?? 0,
      ...(available !== undefined && { available }),
    };
    const health = judgeStatefulSet({
      deletionTimestamp: metadata.deletionTimestamp,
      generation: metadata.generation,
      observedGeneration: status?.observedGeneration,
      onDelete: spec.updateStrategy?.type === 'OnDelete',
      partition: spec.updateStrategy?.rollingUpdate?.partition ?? 0,
      total: status?.replicas ?? 0,
      ...replicas,
      currentRevision: status?.currentRevision,
      updateRevision: status?.updateRevision,
    });
    return {
      ...baseFacts('apps', 'StatefulSet', metadata, spec.template, options),
      health,
      replicas,
      progress: {
        current: status?.updateRevision,
        outcome: health.status === 'healthy' ? 'succeeded' : 'running',
      },
    };
  };
}
