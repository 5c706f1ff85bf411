import { z } from 'zod';
import { WatermarkSchema } from './Watermark';

/** The shape of what has been told of a project. */
export const ProjectStateSchema = z.object({
  /** Stands for the branches. */
  branches: z.string().optional(),
  /** The head of the default branch up to which commits were told. */
  head: z.string().optional(),
  /** Stands for the paths for which the whole history was told. */
  deep: z.string().optional(),
  /** The beginnings of the commits off the default branch, or far back on it, that were asked for. */
  revisions: z.array(z.string()).optional(),
  runs: z
    .object({
      mark: WatermarkSchema.optional(),
      /** The newest pipelines, to notice one that is deleted. */
      newest: z.array(z.number()),
      /** Those that were under way. */
      active: z.array(z.number()),
    })
    .optional(),
  pulls: z
    .object({
      mark: WatermarkSchema.optional(),
      /** The open ones, with the beginnings of their heads. */
      open: z.record(z.string(), z.string()),
      /** Those whose pipelines were not asked for yet. */
      unchecked: z.array(z.number()),
      /** Stands for the merge trains. */
      trains: z.string().optional(),
      /** Those that wait in a merge train. */
      waiting: z.array(z.number()),
    })
    .optional(),
  deployments: z
    .object({
      mark: WatermarkSchema.optional(),
      /** Those that were told as under way. */
      open: z.array(z.number()),
    })
    .optional(),
  /** Stands for the releases. */
  releases: z.string().optional(),
});

/** What has been told of a project. */
export type ProjectState = z.infer<typeof ProjectStateSchema>;
