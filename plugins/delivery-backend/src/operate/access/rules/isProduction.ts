import { createPermissionRule } from '@backstage/plugin-permission-node';
import { targetResourceRef } from '../TargetResource';

/** Allows what is in an environment that serves real users. */
export const isProduction = createPermissionRule({
  name: 'IS_PRODUCTION',
  description: 'Allow what is in an environment that is marked as production',
  resourceRef: targetResourceRef,
  apply: ({ production }) => production,
  toQuery: () => ({ production: true }),
});
