import { z } from 'zod';

/** What is remembered of a repository, so that an unchanged one costs one request. */
export const RepositoryStateSchema = z.object({
  /** Stands for the list of tags and what of it was looked at. */
  l: z.string(),
  /** Stands for the digests of all tags that were looked at. */
  d: z.string(),
  /** Stands for the digests of those that are likely to move. */
  m: z.string(),
  /** Stands for the attestations that were found beside what is told. */
  a: z.string().optional(),
  /** Tags known to be new, whatever their place in the list. */
  n: z.array(z.string()).max(1_000).optional(),
});

/** See {@link RepositoryStateSchema}. */
export type RepositoryState = z.infer<typeof RepositoryStateSchema>;
