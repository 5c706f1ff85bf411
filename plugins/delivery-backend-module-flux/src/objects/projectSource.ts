import { z } from 'zod';
import { baseFacts, folderOf, referenceFrom, urlWithoutPassword } from './base';
import type { SourceFacts } from './facts';
import type { SourceKind } from './kinds';
import {
  baseStatus,
  looseText,
  metadataSchema,
  optionalText,
  referenceSchema,
} from './schemas';

const ORIGIN_URL = 'org.opencontainers.image.source';
const ORIGIN_REVISION = 'org.opencontainers.image.revision';

const schema = z.object({
  metadata: metadataSchema,
  spec: z
    .object({
      suspend: z.boolean().nullish(),
      url: optionalText,
      endpoint: optionalText,
      bucketName: optionalText,
      prefix: optionalText,
      ref: z
        .object({
          branch: optionalText,
          tag: optionalText,
          semver: optionalText,
          name: optionalText,
          commit: optionalText,
          digest: optionalText,
        })
        .nullish(),
      verify: z.object({}).nullish(),
      chart: optionalText,
      version: optionalText,
      sourceRef: z
        .object({
          kind: z.string(),
          name: z.string(),
          namespace: optionalText,
        })
        .nullish()
        .catch(undefined),
      valuesFiles: z.array(z.string()).nullish().catch(undefined),
    })
    .nullish(),
  status: z
    .object({
      ...baseStatus,
      artifact: z
        .object({
          revision: looseText,
          metadata: z.record(z.string(), z.string()).nullish().catch(undefined),
        })
        .nullish(),
      observedSourceArtifactRevision: looseText,
    })
    .nullish(),
});

/** Makes the projection that keeps of a source what its targets need. */
export function projectSource(
  kind: SourceKind,
): (object: unknown) => SourceFacts {
  return object => {
    const { metadata, spec, status } = schema.parse(object);
    const url = urlOf(spec);
    const ref = refOf(spec?.ref);
    const artifact = status?.artifact;
    const origin = originOf(artifact?.metadata ?? {});
    const chart = chartOf(kind, spec, metadata, status);
    return {
      ...baseFacts(metadata, spec, status),
      kind,
      ...(url && { url: urlWithoutPassword(url) }),
      ...(ref && { ref }),
      ...(kind === 'GitRepository' && { branch: branchOf(spec?.ref) }),
      ...(artifact?.revision && { revision: artifact.revision }),
      ...(origin && { origin }),
      verify: Boolean(spec?.verify),
      ...(chart && { chart }),
    };
  };
}

type Spec = z.infer<typeof schema>['spec'];

function urlOf(spec: Spec): string | undefined {
  if (spec?.bucketName) {
    return ['s3:/', spec.endpoint, spec.bucketName, spec.prefix]
      .filter(Boolean)
      .join('/');
  }
  return spec?.url ?? undefined;
}

/** What counts where several are given, in the order that the source-controller has. */
function refOf(ref: NonNullable<Spec>['ref']): string | undefined {
  return (
    ref?.commit ||
    ref?.name ||
    ref?.digest ||
    ref?.semver ||
    ref?.tag ||
    ref?.branch ||
    undefined
  );
}

/** Without a reference the branch `master` is meant; a tag or commit is no branch. */
function branchOf(ref: NonNullable<Spec>['ref']): string | undefined {
  return ref?.branch || (refOf(ref) === undefined ? 'master' : undefined);
}

function originOf(
  metadata: Record<string, string>,
): SourceFacts['origin'] | undefined {
  const url = metadata[ORIGIN_URL];
  const revision = metadata[ORIGIN_REVISION];
  return url || revision
    ? {
        ...(url && { url: urlWithoutPassword(url) }),
        ...(revision && { revision }),
      }
    : undefined;
}

function chartOf(
  kind: SourceKind,
  spec: Spec,
  metadata: z.infer<typeof metadataSchema>,
  status: z.infer<typeof schema>['status'],
): SourceFacts['chart'] | undefined {
  if (kind !== 'HelmChart' || !spec) {
    return undefined;
  }
  const reference = referenceSchema.parse(spec.sourceRef);
  return {
    chart: z.string().min(1).parse(spec.chart),
    ...(spec.version && { version: spec.version }),
    source: referenceFrom(reference, metadata),
    ...(status?.observedSourceArtifactRevision && {
      sourceRevision: status.observedSourceArtifactRevision,
    }),
    valuesFiles: (spec.valuesFiles ?? []).map(folderOf).sort(),
  };
}
