import { createPermissionRule } from '@backstage/plugin-permission-node';
import { z } from 'zod';
import { targetResourceRef } from '../TargetResource';

/** Allows what is in one of some environments. */
export const inEnvironment = createPermissionRule({
  name: 'IN_ENVIRONMENT',
  description: 'Allow what is in one of the environments',
  resourceRef: targetResourceRef,
  paramsSchema: z.object({
    environments: z.array(z.string()).describe('Names of environments'),
  }),
  apply: ({ environment }, { environments }) =>
    environment !== undefined && environments.includes(environment),
  toQuery: ({ environments }) => ({ environments }),
});
