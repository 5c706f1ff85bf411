import type { HealthStatus } from '@throughline/plugin-delivery-common';
import { z } from 'zod';
import { baseFacts } from '../objects/base';
import { conditionsSchema, metadataSchema } from '../objects/schemas';
import { judgeHealth } from '../mapping/health';
import { isFluxGroup } from '../objects/kinds';

/** How an object fares, in short. */
export interface Readiness {
  health: HealthStatus;
  message?: string;
}

const count = z.number().int().nonnegative().nullish();

const workloadSchema = z.object({
  metadata: metadataSchema,
  spec: z.object({ replicas: count }).nullish(),
  status: z
    .object({
      observedGeneration: count,
      replicas: count,
      readyReplicas: count,
      updatedReplicas: count,
      desiredNumberScheduled: count,
      numberReady: count,
      updatedNumberScheduled: count,
    })
    .nullish(),
});

const fluxSchema = z.object({
  metadata: metadataSchema,
  spec: z.object({ suspend: z.boolean().nullish() }).nullish(),
  status: z
    .object({
      conditions: conditionsSchema,
      observedGeneration: z.number().nullish(),
    })
    .nullish(),
});

/** Judges a live object by what it says of itself; undefined where it cannot be read. */
export function readinessOf(
  group: string,
  object: unknown,
): Readiness | undefined {
  return isFluxGroup(group) ? ofFlux(object) : ofWorkload(object);
}

function ofFlux(object: unknown): Readiness | undefined {
  const { data } = fluxSchema.safeParse(object);
  if (!data) {
    return undefined;
  }
  const { status, reason } = judgeHealth(
    baseFacts(data.metadata, data.spec, data.status),
  );
  return { health: status, ...(reason && { message: reason }) };
}

function ofWorkload(object: unknown): Readiness | undefined {
  const { data } = workloadSchema.safeParse(object);
  const status = data?.status;
  if (!data || !status) {
    return undefined;
  }
  const wanted = status.desiredNumberScheduled ?? data.spec?.replicas ?? 1;
  const ready = status.numberReady ?? status.readyReplicas ?? 0;
  const updated = status.updatedNumberScheduled ?? status.updatedReplicas ?? 0;
  const isCurrent =
    data.metadata.generation !== undefined &&
    data.metadata.generation !== null &&
    (status.observedGeneration ?? -1) >= data.metadata.generation;
  const isDone =
    isCurrent &&
    ready >= wanted &&
    updated >= wanted &&
    (status.replicas ?? wanted) <= wanted;
  return {
    health: isDone ? 'healthy' : 'progressing',
    message: `${ready} of ${wanted} ready`,
  };
}
