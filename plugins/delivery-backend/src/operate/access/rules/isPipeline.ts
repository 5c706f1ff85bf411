import { createPermissionRule } from '@backstage/plugin-permission-node';
import { z } from 'zod';
import { targetResourceRef } from '../TargetResource';

/** Allows pipelines; those of some names only, where any are given. */
export const isPipeline = createPermissionRule({
  name: 'IS_PIPELINE',
  description: 'Allow pipelines, or those of the names only',
  resourceRef: targetResourceRef,
  paramsSchema: z.object({
    pipelines: z
      .array(z.string())
      .optional()
      .describe('Names of pipelines; all where absent'),
  }),
  apply: ({ pipeline }, { pipelines }) =>
    pipeline !== undefined && (pipelines?.includes(pipeline) ?? true),
  toQuery: ({ pipelines }) => ({ pipelines: pipelines ?? ['*'] }),
});
