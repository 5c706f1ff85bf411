import { createPermissionRule } from '@backstage/plugin-permission-node';
import { z } from 'zod';
import { targetResourceRef } from '../TargetResource';

/** Allows what belongs to an entity that one of the claims owns. */
export const isEntityOwner = createPermissionRule({
  name: 'IS_ENTITY_OWNER',
  description: 'Allow what belongs to an entity owned by one of the claims',
  resourceRef: targetResourceRef,
  paramsSchema: z.object({
    claims: z
      .array(z.string())
      .describe(
        'Refs of users and groups, such as those that somebody owns by',
      ),
  }),
  apply: ({ owner }, { claims }) =>
    owner !== undefined && claims.includes(owner),
  toQuery: ({ claims }) => ({ owners: claims }),
});
