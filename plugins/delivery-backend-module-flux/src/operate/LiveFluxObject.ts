import {
  parseAnswer,
  readObject,
  type KubernetesClient,
  type ObjectAddress,
} from '@throughline/plugin-delivery-kubernetes-node';
import { z } from 'zod';
import { baseFacts } from '../objects/base';
import type { BaseFacts } from '../objects/facts';
import {
  baseStatus,
  looseText,
  metadataSchema,
  optionalText,
  referenceSchema,
} from '../objects/schemas';

/** The annotation by which Flux is asked to look at once. */
export const REQUESTED_AT = 'reconcile.fluxcd.io/requestedAt';
/** The annotation by which a release is upgraded though nothing has changed; it counts with an equal request only. */
export const FORCE_AT = 'reconcile.fluxcd.io/forceAt';
/** The annotation by which an operation finds what it has done. */
export const OPERATION = 'delivery/operation';

const schema = z.object({
  metadata: metadataSchema,
  spec: z
    .object({
      suspend: z.boolean().nullish(),
      type: looseText,
      sourceRef: referenceSchema.nullish(),
      chartRef: referenceSchema.nullish(),
      chart: z
        .object({ spec: z.object({ sourceRef: referenceSchema.nullish() }) })
        .nullish(),
    })
    .nullish(),
  status: z
    .object({
      ...baseStatus,
      lastHandledReconcileAt: looseText,
      lastHandledForceAt: looseText,
      lastAttemptedRevision: optionalText,
      lastAppliedRevision: optionalText,
      artifact: z.object({ revision: looseText }).nullish(),
    })
    .nullish(),
});

/** An object of Flux as it is now, with what only operations ask for. */
export interface LiveFluxObject {
  facts: BaseFacts;
  annotations: Record<string, string>;
  spec: NonNullable<z.infer<typeof schema>['spec']>;
  status: NonNullable<z.infer<typeof schema>['status']>;
}

/**
 * Reads an object of Flux as it is now.
 *
 * @returns undefined where it is gone
 * @throws SourceFailure
 */
export async function readFluxObject(
  client: KubernetesClient,
  address: ObjectAddress,
  signal: AbortSignal,
): Promise<LiveFluxObject | undefined> {
  const object = await readObject(client, address, signal);
  if (object === undefined) {
    return undefined;
  }
  const { metadata, spec, status } = parseAnswer(
    schema,
    object,
    `read ${address.plural}`,
  );
  return {
    facts: baseFacts(metadata, spec, status),
    annotations: metadata.annotations ?? {},
    spec: spec ?? {},
    status: status ?? {},
  };
}
