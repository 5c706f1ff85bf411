import { z } from 'zod';
import { baseFacts, sortedLabels } from './base';
import type { ApplierBase } from './facts';
import { summarizeInventory } from './inventory';
import type { ApplierKind } from './kinds';
import {
  baseStatus,
  inventorySchema,
  looseText,
  metadataSchema,
  optionalText,
} from './schemas';

const REQUEST = 'reconcile.fluxcd.io/requestedAt';
const MAX_DEPENDENCIES = 50;

/** What the specifications of Kustomizations and HelmReleases have in common. */
export const applierSpec = {
  suspend: z.boolean().nullish(),
  targetNamespace: optionalText,
  dependsOn: z
    .array(z.object({ name: z.string().min(1), namespace: optionalText }))
    .nullish(),
  kubeConfig: z
    .object({
      secretRef: z.object({ name: looseText }).nullish(),
      configMapRef: z.object({ name: looseText }).nullish(),
    })
    .nullish(),
};

/** What the statuses of Kustomizations and HelmReleases have in common. */
export const applierStatus = {
  ...baseStatus,
  lastHandledReconcileAt: looseText,
  lastAttemptedRevision: optionalText,
  inventory: inventorySchema,
};

/** What is kept of both. */
export function applierBase(
  kind: ApplierKind,
  metadata: z.infer<typeof metadataSchema>,
  spec: z.infer<z.ZodObject<typeof applierSpec>>,
  status: z.infer<z.ZodObject<typeof applierStatus>> | null | undefined,
): ApplierBase {
  const requestedAt = metadata.annotations?.[REQUEST];
  const inventory = summarizeInventory(status?.inventory);
  return {
    ...baseFacts(metadata, spec, status),
    kind,
    labels: sortedLabels(metadata.labels),
    ...(requestedAt && { requestedAt }),
    ...(status?.lastHandledReconcileAt && {
      handledAt: status.lastHandledReconcileAt,
    }),
    ...(spec.targetNamespace && { targetNamespace: spec.targetNamespace }),
    ...(spec.kubeConfig && { remote: remoteOf(spec.kubeConfig) }),
    dependsOn: (spec.dependsOn ?? [])
      .slice(0, MAX_DEPENDENCIES)
      .map(({ name, namespace }) => ({
        resource: kind,
        namespace: namespace || metadata.namespace,
        name,
      })),
    ...(inventory && { inventory }),
    ...(status?.lastAttemptedRevision && {
      attempted: status.lastAttemptedRevision,
    }),
  };
}

function remoteOf(
  kubeConfig: NonNullable<z.infer<(typeof applierSpec)['kubeConfig']>>,
): string {
  const { secretRef, configMapRef } = kubeConfig;
  if (secretRef?.name) {
    return `the Secret ${secretRef.name}`;
  }
  return configMapRef?.name
    ? `the ConfigMap ${configMapRef.name}`
    : 'its kubeConfig';
}
