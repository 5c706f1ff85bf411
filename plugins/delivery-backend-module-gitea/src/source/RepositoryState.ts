import { z } from 'zod';

/** The shape of what has been told of a repository. */
export const RepositoryStateSchema = z.object({
  /** Stands for the branches. */
  branches: z.string().optional(),
  /** The head of the default branch up to which commits were told. */
  head: z.string().optional(),
  /** Stands for the paths for which the whole history was told. */
  deep: z.string().optional(),
  /** The beginnings of the commits off the default branch, or far back on it, that were asked for. */
  revisions: z.array(z.string()).optional(),
  /** What was told of the newest runs, and of those under way, by their number. */
  runs: z.record(z.string(), z.string()).optional(),
  /** Those of them that were under way. */
  active: z.array(z.number()).optional(),
  /** The latest change of a pull request that was told. */
  pulls: z.string().optional(),
  /** Stands for the releases. */
  releases: z.string().optional(),
});

/** What has been told of a repository. */
export type RepositoryState = z.infer<typeof RepositoryStateSchema>;
