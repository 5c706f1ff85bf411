import {
  parseImageReference,
  type ImageVersion,
} from '@throughline/plugin-delivery-common';
import { z } from 'zod';
import { folderOf, referenceFrom } from './base';
import type { KustomizationFacts, Snapshot } from './facts';
import { applierBase, applierSpec, applierStatus } from './projectApplier';
import {
  looseText,
  metadataSchema,
  optionalText,
  referenceSchema,
  time,
} from './schemas';

const MAX_HISTORY = 20;
const MAX_IMAGES = 50;

const imageSchema = z.object({
  name: z.string(),
  newName: looseText,
  newTag: looseText,
  digest: looseText,
});

const snapshotSchema = z.object({
  digest: z.string().min(1),
  firstReconciled: time,
  lastReconciled: time,
  lastReconciledStatus: z.string(),
  metadata: z.record(z.string(), z.string()).nullish().catch(undefined),
});

const schema = z.object({
  metadata: metadataSchema,
  spec: z.object({
    ...applierSpec,
    path: optionalText,
    sourceRef: referenceSchema,
    images: z.array(z.unknown()).nullish(),
  }),
  status: z
    .object({
      ...applierStatus,
      lastAppliedRevision: optionalText,
      lastAppliedOriginRevision: optionalText,
      history: z.array(z.unknown()).nullish(),
    })
    .nullish(),
});

/**
 * Keeps of a Kustomization what a page shows.
 *
 * @throws ZodError where it is not as it should be
 */
export function projectKustomization(object: unknown): KustomizationFacts {
  const { metadata, spec, status } = schema.parse(object);
  return {
    ...applierBase('Kustomization', metadata, spec, status),
    kind: 'Kustomization',
    source: referenceFrom(spec.sourceRef, metadata),
    path: folderOf(spec.path),
    images: (spec.images ?? []).slice(0, MAX_IMAGES).flatMap(imageOf),
    ...(status?.lastAppliedRevision && { applied: status.lastAppliedRevision }),
    ...(status?.lastAppliedOriginRevision && {
      appliedOrigin: status.lastAppliedOriginRevision,
    }),
    history: historyOf(status?.history ?? []),
  };
}

function imageOf(value: unknown): ImageVersion[] {
  const { data } = imageSchema.safeParse(value);
  if (!data || (!data.newTag && !data.digest)) {
    return [];
  }
  const image = parseImageReference(
    `${data.newName || data.name}${data.newTag ? `:${data.newTag}` : ''}${
      data.digest ? `@${data.digest}` : ''
    }`,
  );
  return image ? [image] : [];
}

function historyOf(entries: readonly unknown[]): Snapshot[] {
  return entries.slice(0, MAX_HISTORY).flatMap((entry, index) => {
    const { data } = snapshotSchema.safeParse(entry);
    if (!data) {
      return [];
    }
    const { revision, originRevision } = data.metadata ?? {};
    return [
      {
        digest: data.digest,
        status: data.lastReconciledStatus,
        ...(data.firstReconciled && { first: data.firstReconciled }),
        ...(index > 0 && data.lastReconciled && { last: data.lastReconciled }),
        ...(revision && { revision }),
        ...(originRevision && { originRevision }),
      },
    ];
  });
}
