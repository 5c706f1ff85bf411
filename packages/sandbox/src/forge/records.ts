import { z } from 'zod';

const conclusion = z.enum([
  'success',
  'failure',
  'cancelled',
  'skipped',
  'timed_out',
]);

/** How a run or a job ended. */
export type Conclusion = z.infer<typeof conclusion>;

const status = z.enum(['queued', 'in_progress', 'completed']);

const job = z.object({
  id: z.number(),
  name: z.string(),
  status,
  conclusion: conclusion.nullable(),
  createdAt: z.string(),
  startedAt: z.string().nullable(),
  completedAt: z.string().nullable(),
});

/** A job of a workflow run. */
export type JobRecord = z.infer<typeof job>;

const attempt = z.object({
  attempt: z.number(),
  status,
  conclusion: conclusion.nullable(),
  startedAt: z.string(),
  updatedAt: z.string(),
  /** Who started it, where that is not who started the run. */
  startedBy: z.string().optional(),
  jobs: z.array(job),
});

const run = attempt.extend({
  kind: z.literal('run'),
  id: z.number(),
  number: z.number(),
  workflow: z.string(),
  event: z.enum(['push', 'pull_request', 'workflow_dispatch']),
  branch: z.string(),
  sha: z.string(),
  title: z.string(),
  actor: z.string(),
  createdAt: z.string(),
  /** The attempts before. */
  earlier: z.array(attempt).optional(),
  pull: z.number().optional(),
  /** What it was dispatched with. */
  inputs: z.record(z.string(), z.string()).optional(),
  /** The image that the run published. */
  image: z
    .object({ name: z.string(), tag: z.string(), createdAt: z.string() })
    .optional(),
});

/** A workflow run. */
export type RunRecord = z.infer<typeof run>;

const pull = z.object({
  kind: z.literal('pull'),
  number: z.number(),
  title: z.string(),
  body: z.string().nullable(),
  author: z.string(),
  draft: z.boolean(),
  state: z.enum(['open', 'closed']),
  head: z.object({ ref: z.string(), sha: z.string() }),
  base: z.object({ ref: z.string(), sha: z.string() }),
  createdAt: z.string(),
  updatedAt: z.string(),
  closedAt: z.string().nullable(),
  mergedAt: z.string().nullable(),
  mergedBy: z.string().nullable(),
  mergeSha: z.string().nullable(),
  comments: z
    .array(
      z.object({
        id: z.number(),
        author: z.string(),
        body: z.string(),
        createdAt: z.string(),
      }),
    )
    .optional(),
  /** Where it waits in the merge queue. */
  queue: z
    .object({
      position: z.number(),
      state: z.enum([
        'QUEUED',
        'AWAITING_CHECKS',
        'MERGEABLE',
        'UNMERGEABLE',
        'LOCKED',
      ]),
      enqueuedAt: z.string(),
    })
    .optional(),
});

/** A pull request. */
export type PullRecord = z.infer<typeof pull>;

const deployment = z.object({
  kind: z.literal('deployment'),
  id: z.number(),
  environment: z.string(),
  sha: z.string(),
  ref: z.string(),
  version: z.string(),
  creator: z.string(),
  description: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
  run: z.number().optional(),
  statuses: z.array(
    z.object({
      id: z.number(),
      state: z.enum([
        'queued',
        'in_progress',
        'pending',
        'success',
        'failure',
        'error',
        'inactive',
      ]),
      description: z.string(),
      createdAt: z.string(),
    }),
  ),
});

/** An entry of the Deployments API. */
export type DeploymentRecord = z.infer<typeof deployment>;

const commitStatus = z.object({
  kind: z.literal('status'),
  id: z.number(),
  sha: z.string(),
  context: z.string(),
  state: z.enum(['error', 'failure', 'pending', 'success']),
  description: z.string().nullable(),
  targetUrl: z.string().nullable(),
  creator: z.string(),
  createdAt: z.string(),
});

/** What somebody says of a commit. */
export type StatusRecord = z.infer<typeof commitStatus>;

/** Anything that a repository's journal holds. */
export const forgeRecord = z.discriminatedUnion('kind', [
  run,
  pull,
  deployment,
  commitStatus,
]);

/** A run, a pull request, a deployment or a status. */
export type ForgeRecord = z.infer<typeof forgeRecord>;
