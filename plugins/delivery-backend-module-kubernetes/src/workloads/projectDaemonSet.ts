import type { Projection } from '@throughline/plugin-delivery-kubernetes-node';
import { z } from 'zod';
import { judgeDaemonSet } from '../health';
import { baseFacts, type ProjectOptions } from './baseFacts';
import { count, metadataSchema, templateSchema } from './schemas';
import type { WorkloadFacts } from './WorkloadFacts';

const schema = z.object({
  metadata: metadataSchema,
  spec: z.object({
    template: templateSchema,
    updateStrategy: z.object({ type: z.string().optional() }).nullish(),
  }),
  status: z
    .object({
      observedGeneration: z.number().optional(),
      desiredNumberScheduled: count,
      updatedNumberScheduled: count,
      numberReady: count,
      numberAvailable: count,
    })
    .nullish(),
});

/** Projects DaemonSets. */
export function projectDaemonSet(
  options: ProjectOptions,
): Projection<WorkloadFacts> {
  return object => {
    const { metadata, spec, status } = schema.parse(object);
    const replicas = {
      desired: status?.desiredNumberScheduled ?? 0,
      ready: status?.numberReady ?? 0,
      updated: status?.updatedNumberScheduled ?? 0,
      available: status?.numberAvailable ?? 0,
    };
    const health = judgeDaemonSet({
      deletionTimestamp: metadata.deletionTimestamp,
      generation: metadata.generation,
      observedGeneration: status?.observedGeneration,
      onDelete: spec.updateStrategy?.type === 'OnDelete',
      ...replicas,
    });
    return {
      ...baseFacts('apps', 'DaemonSet', metadata, spec.template, options),
      health,
      replicas,
      // Its status does not name its revision: the newest ControllerRevision is the one it is at.
      progress: {
        outcome: health.status === 'healthy' ? 'succeeded' : 'running',
      },
    };
  };
}
