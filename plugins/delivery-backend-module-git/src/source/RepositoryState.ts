import { z } from 'zod';

/** What has been told of a repository; each key is there from the beginning, so that the same state is the same text. */
export const StateSchema = z.object({
  /** Stands for the branches and tags of which all was told. */
  refs: z.string().default(''),
  branches: z.string().default(''),
  releases: z.string().default(''),
  /** The commit of the default branch up to which commits were told. */
  head: z.string().default(''),
  /** Stands for what the whole history was told for. */
  deep: z.string().default(''),
  /** How many commits were told since then. */
  told: z.number().int().default(0),
  /** The beginnings of the commits that something refers to and that were told. */
  revisions: z.array(z.string()).default([]),
});

/** What has been told of a repository. */
export type RepositoryState = z.infer<typeof StateSchema>;
