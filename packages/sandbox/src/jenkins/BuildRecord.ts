import { z } from 'zod';

const stage = z.object({
  name: z.string(),
  status: z.enum([
    'NOT_EXECUTED',
    'IN_PROGRESS',
    'SUCCESS',
    'UNSTABLE',
    'FAILED',
    'ABORTED',
  ]),
  startedAt: z.string(),
  finishedAt: z.string().nullable(),
});

/** A stage of a build, in the words of the stage view. */
export type StageRecord = z.infer<typeof stage>;

const cause = z.discriminatedUnion('type', [
  z.object({ type: z.literal('push'), branch: z.string() }),
  z.object({ type: z.literal('user'), user: z.string() }),
  z.object({
    type: z.literal('upstream'),
    job: z.string(),
    number: z.number(),
  }),
]);

/** Why a build was started. */
export type BuildCause = z.infer<typeof cause>;

/** What the journal keeps of a build. */
export const buildRecord = z.object({
  /** The full name of its job; branches are encoded in it, as Jenkins does. */
  job: z.string(),
  number: z.number(),
  /** The item of the queue that it was. */
  queueId: z.number().optional(),
  queuedAt: z.string(),
  startedAt: z.string(),
  finishedAt: z.string().nullable(),
  result: z
    .enum(['SUCCESS', 'UNSTABLE', 'FAILURE', 'NOT_BUILT', 'ABORTED'])
    .nullable(),
  cause,
  /** `owner/name` */
  repository: z.string(),
  sha: z.string(),
  branch: z.string(),
  title: z.string(),
  parameters: z.record(z.string(), z.string()).optional(),
  stages: z.array(stage),
  tests: z
    .object({ failed: z.number(), skipped: z.number(), total: z.number() })
    .optional(),
  /** The image that the build published. */
  image: z
    .object({ name: z.string(), tag: z.string(), createdAt: z.string() })
    .optional(),
});

/** One build of a job. */
export type BuildRecord = z.infer<typeof buildRecord>;

/** How a build ended; null while it runs. */
export type BuildResult = BuildRecord['result'];
