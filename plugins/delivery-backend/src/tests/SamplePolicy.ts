import {
  AuthorizeResult,
  isPermission,
  isResourcePermission,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import type {
  PermissionPolicy,
  PolicyQuery,
  PolicyQueryUser,
} from '@backstage/plugin-permission-node';
import {
  deliveryBreakGlassPermission,
  deliveryFreezePermission,
  deliveryOperationApprovePermission,
  deliveryOperationsExportPermission,
  RESOURCE_TYPE_DELIVERY_TARGET,
} from '@throughline/plugin-delivery-common';
import { createDeliveryConditionalDecision, deliveryConditions } from '..';

const MANAGERS = 'group:default/release-managers';

/** Owners act on what is theirs outside of production, anybody's approval counts, release managers may the rest. */
export class SamplePolicy implements PermissionPolicy {
  async handle(
    { permission }: PolicyQuery,
    user?: PolicyQueryUser,
  ): Promise<PolicyDecision> {
    const claims = user?.info.ownershipEntityRefs ?? [];
    const isManager = claims.includes(MANAGERS);
    const onlyManagers = [
      deliveryBreakGlassPermission,
      deliveryFreezePermission,
      deliveryOperationsExportPermission,
    ].some(each => isPermission(permission, each));
    if (
      isManager ||
      isPermission(permission, deliveryOperationApprovePermission)
    ) {
      return { result: AuthorizeResult.ALLOW };
    }
    if (onlyManagers) {
      return { result: AuthorizeResult.DENY };
    }
    if (isResourcePermission(permission, RESOURCE_TYPE_DELIVERY_TARGET)) {
      return createDeliveryConditionalDecision(permission, {
        allOf: [
          deliveryConditions.isEntityOwner({ claims }),
          { not: deliveryConditions.isProduction() },
        ],
      });
    }
    return { result: AuthorizeResult.ALLOW };
  }
}
