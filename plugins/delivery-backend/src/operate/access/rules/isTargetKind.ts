import { createPermissionRule } from '@backstage/plugin-permission-node';
import { z } from 'zod';
import { targetResourceRef } from '../TargetResource';

/** Allows targets of some kinds, by the upstream's own words. */
export const isTargetKind = createPermissionRule({
  name: 'IS_TARGET_KIND',
  description: 'Allow targets of one of the kinds, such as Application',
  resourceRef: targetResourceRef,
  paramsSchema: z.object({
    kinds: z.array(z.string()).describe("The upstream's words for kinds"),
  }),
  apply: ({ targetKind }, { kinds }) =>
    targetKind !== undefined && kinds.includes(targetKind),
  toQuery: ({ kinds }) => ({ targetKinds: kinds }),
});
