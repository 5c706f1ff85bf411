import { z } from 'zod';

/** A page of a connection whose nodes are read one by one. */
export const PageSchema = z.object({
  pageInfo: z
    .object({
      hasNextPage: z.boolean(),
      endCursor: z.string().nullish(),
    })
    .optional(),
  nodes: z.array(z.unknown()).nullish(),
});

/** A page of a connection. */
export type Page = z.infer<typeof PageSchema>;

/** What tells whether anything has changed; parts that were refused are null. */
export const Pulse = z.object({
  url: z.string(),
  pushedAt: z.string().nullish(),
  defaultBranchRef: z
    .object({
      name: z.string(),
      target: z.object({ oid: z.string(), checkSuites: z.unknown() }).nullish(),
    })
    .nullish(),
  refs: z.unknown(),
  pullRequests: z.unknown(),
  deployments: z.unknown(),
  latestRelease: z.unknown(),
});

/** The default branch, with a page of its history. */
export const DefaultBranch = z.object({
  defaultBranchRef: z
    .object({
      name: z.string().optional(),
      target: z
        .object({ oid: z.string().optional(), history: PageSchema.optional() })
        .nullish(),
    })
    .nullish(),
});

/** What changed lately. */
export const Recent = DefaultBranch.extend({
  url: z.string(),
  refs: PageSchema.nullish(),
  open: PageSchema.nullish(),
  recent: PageSchema.nullish(),
  checked: PageSchema.nullish(),
  releases: PageSchema.nullish(),
});

/** Further pages. */
export const BranchPage = z.object({ refs: PageSchema.nullish() });
export const PullPage = z.object({ recent: PageSchema.nullish() });
export const CheckedPage = z.object({ checked: PageSchema.nullish() });
export const DeploymentPage = z.object({ deployments: PageSchema.nullish() });

/** Commits by path, one page for each alias. */
export const PathPages = z.object({
  defaultBranchRef: z
    .object({
      target: z.record(z.string(), PageSchema.nullish()).nullish(),
    })
    .nullish(),
});
