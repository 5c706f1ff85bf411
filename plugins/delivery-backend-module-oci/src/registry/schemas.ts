import { z } from 'zod';

const digest = z
  .string()
  .regex(/^[a-z0-9]+(?:[+._-][a-z0-9]+)*:[0-9a-f]{32,}$/);

const descriptor = z.object({
  mediaType: z.string().optional(),
  digest,
  size: z.number().int().nonnegative(),
});

const texts = z.record(z.string(), z.string()).nullish();

/** The tags of a repository; `null` where all were deleted. */
export const TagsAnswer = z.object({
  tags: z.array(z.unknown()).nullish(),
});

/** The manifest of one image or other artifact. */
export const Manifest = z.object({
  mediaType: z.string().optional(),
  config: descriptor,
  layers: z
    .array(
      descriptor
        .pick({ size: true, mediaType: true })
        .extend({ annotations: texts }),
    )
    .max(10_000),
  annotations: texts,
});

/** An index or manifest list. */
export const Index = z.object({
  mediaType: z.string().optional(),
  manifests: z
    .array(
      descriptor.extend({
        platform: z
          .object({
            os: z.string(),
            architecture: z.string(),
            variant: z.string().optional(),
          })
          .optional(),
        artifactType: z.string().optional(),
        annotations: texts,
      }),
    )
    .max(1_000),
  annotations: texts,
});

/** A page of referrers; what does not fit is one that does not tell what it is. */
export const ReferrersAnswer = z.object({
  manifests: z
    .array(
      z
        .object({ artifactType: z.string().optional(), annotations: texts })
        .catch({}),
    )
    .max(10_000),
});

/** As much of an image's config blob as is of use; blobs of other artifacts have none of it. */
export const ConfigBlob = z.object({
  created: z.string().nullish(),
  os: z.string().optional(),
  architecture: z.string().optional(),
  variant: z.string().optional(),
  config: z.object({ Labels: texts }).nullish(),
});

const ErrorAnswer = z.object({
  errors: z
    .array(z.object({ code: z.string().max(60) }))
    .min(1)
    .max(50),
});

/** The first error code of an answer, such as `MANIFEST_UNKNOWN`. Also text and HTML come with errors. */
export function errorCode(body: string): string | undefined {
  try {
    const code = ErrorAnswer.parse(JSON.parse(body)).errors[0].code;
    return /^[A-Z_]+$/.test(code) ? code : undefined;
  } catch {
    return undefined;
  }
}
