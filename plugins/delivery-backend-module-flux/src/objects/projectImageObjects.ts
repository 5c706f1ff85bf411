import { z } from 'zod';
import { baseFacts, folderOf, referenceFrom, sortedLabels } from './base';
import type {
  AutomationFacts,
  ImagePolicyFacts,
  ImageRepositoryFacts,
} from './facts';
import {
  baseStatus,
  metadataSchema,
  optionalText,
  referenceSchema,
} from './schemas';

const suspend = z.boolean().nullish();
const status = z.object(baseStatus).nullish();

const repositorySchema = z.object({
  metadata: metadataSchema,
  spec: z.object({ suspend, image: z.string().min(1) }),
  status,
});

const policySchema = z.object({
  metadata: metadataSchema,
  spec: z.object({
    suspend,
    imageRepositoryRef: referenceSchema.omit({ kind: true }),
  }),
  status,
});

const branch = z.object({ branch: optionalText }).nullish();

const automationSchema = z.object({
  metadata: metadataSchema,
  spec: z.object({
    suspend,
    sourceRef: referenceSchema,
    git: z
      .object({
        checkout: z.object({ ref: branch }).nullish(),
        push: z
          .object({ branch: optionalText, refspec: optionalText })
          .nullish(),
      })
      .nullish(),
    update: z.object({ path: optionalText }).nullish(),
    policySelector: z
      .object({
        matchLabels: z.record(z.string(), z.string()).nullish(),
        matchExpressions: z
          .array(
            z.object({
              key: z.string(),
              operator: z.string(),
              values: z.array(z.string()).nullish(),
            }),
          )
          .nullish(),
      })
      .nullish(),
  }),
  status,
});

/**
 * Keeps of an ImageRepository which image it scans; that it scanned again is no news.
 *
 * @throws ZodError where it is not as it should be
 */
export function projectImageRepository(object: unknown): ImageRepositoryFacts {
  const parsed = repositorySchema.parse(object);
  return {
    ...baseFacts(parsed.metadata, parsed.spec, parsed.status),
    kind: 'ImageRepository',
    image: parsed.spec.image,
  };
}

/**
 * Keeps of an ImagePolicy which image it chooses for.
 *
 * @throws ZodError where it is not as it should be
 */
export function projectImagePolicy(object: unknown): ImagePolicyFacts {
  const { metadata, spec, status: told } = policySchema.parse(object);
  return {
    ...baseFacts(metadata, spec, told),
    kind: 'ImagePolicy',
    labels: sortedLabels(metadata.labels),
    repository: referenceFrom(
      { kind: 'ImageRepository', ...spec.imageRepositoryRef },
      metadata,
    ),
  };
}

/**
 * Keeps of an ImageUpdateAutomation where it writes, and what.
 *
 * @throws ZodError where it is not as it should be
 */
export function projectAutomation(object: unknown): AutomationFacts {
  const { metadata, spec, status: told } = automationSchema.parse(object);
  const checkout = spec.git?.checkout?.ref?.branch;
  const push = spec.git?.push?.branch || spec.git?.push?.refspec;
  const selector = spec.policySelector;
  return {
    ...baseFacts(metadata, spec, told),
    kind: 'ImageUpdateAutomation',
    source: referenceFrom(spec.sourceRef, metadata),
    path: folderOf(spec.update?.path),
    ...(checkout && { checkout }),
    ...(push && { push }),
    ...(selector && {
      selector: {
        labels: selector.matchLabels ?? {},
        expressions: (selector.matchExpressions ?? []).map(each => ({
          key: each.key,
          operator: each.operator,
          values: each.values ?? [],
        })),
      },
    }),
  };
}
