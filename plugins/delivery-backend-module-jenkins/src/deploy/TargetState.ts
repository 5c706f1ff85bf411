import { z } from 'zod';

/** What is known of an environment that a job deploys to; kept, as Jenkins discards builds. */
export const TargetStateSchema = z.object({
  environment: z.string(),
  service: z.string().optional(),
  /** The newest build that is about it. */
  newest: z.object({
    number: z.number().int(),
    status: z.enum(['queued', 'running', 'succeeded', 'failed', 'unknown']),
    raw: z.string().optional(),
    startedAt: z.string().optional(),
    finishedAt: z.string().optional(),
  }),
  /** What was brought there last with success: of two that overlap, by the one that ended last. */
  last: z
    .object({
      finishedAt: z.string(),
      images: z.array(
        z.object({
          repository: z.string(),
          tag: z.string().optional(),
          digest: z.string().optional(),
        }),
      ),
      desired: z.array(
        z.object({
          url: z.string(),
          targetRevision: z.string().optional(),
          revision: z.string().optional(),
        }),
      ),
    })
    .optional(),
  url: z.string().optional(),
});

/** See {@link TargetStateSchema}. */
export type TargetState = z.infer<typeof TargetStateSchema>;
