import { z } from 'zod';

/** What has been told of a repository. */
export const RepositoryStateSchema = z.object({
  /** The head of the default branch up to which commits were told. */
  head: z.string().optional(),
  /** Stands for the pulse at which branches, pull requests and recent commits were told. */
  pulse: z.string().optional(),
  /** Stands for the paths for which the whole history was told. */
  deep: z.string().optional(),
  /** The beginnings of the commits off the default branch, or far back on it, that were asked for. */
  revisions: z.array(z.string()).optional(),
  /** The latest change of a pull request that was told. */
  pulls: z.string().optional(),
  /** Commits whose checks had not ended. */
  unsettled: z.array(z.string()).optional(),
  /** Whether an open pull request had checks that had not ended, or a place in the merge queue. */
  pending: z.boolean().optional(),
  /** Stands for the newest deployment. */
  deployments: z.string().optional(),
  runs: z
    .object({
      /** Stands for the pulse at which they were told. */
      pulse: z.string(),
      /** The latest change of a run that was told. */
      until: z.string(),
      /** The newest runs, to notice one that is deleted. */
      newest: z.array(z.number()),
      /** Those that had not come to an end. */
      active: z.array(z.number()),
      /** The hour of the last look, since 1970. */
      hour: z.number(),
    })
    .optional(),
});

/** See {@link RepositoryStateSchema}. */
export type RepositoryState = z.infer<typeof RepositoryStateSchema>;
