import {
  createPermission,
  type ResourcePermission,
} from '@backstage/plugin-permission-common';
import { OPERATION_TYPES, type OperationType } from './vocabulary';

/**
 * Allows seeing the sources page: the health of every connection and the targets that nothing places.
 *
 * @public
 */
export const deliverySourcesReadPermission = createPermission({
  name: 'delivery.sources.read',
  attributes: { action: 'read' },
});

/**
 * Allows looking up live details of a target (resources, differences, events, pods, logs) on top of the right to
 * read the entity.
 *
 * @public
 */
export const deliveryDetailsReadPermission = createPermission({
  name: 'delivery.details.read',
  attributes: { action: 'read' },
});

/**
 * The type of the resources that permissions of operations are about: a target, run or pipeline of an entity in an
 * environment.
 *
 * @public
 */
export const RESOURCE_TYPE_DELIVERY_TARGET = 'delivery-target';

/**
 * The permissions of operations, one for each type: `delivery.operation.roll-back` for `rollBack`.
 *
 * @public
 */
export const deliveryOperationPermissions: Readonly<
  Record<
    OperationType,
    ResourcePermission<typeof RESOURCE_TYPE_DELIVERY_TARGET>
  >
> = Object.fromEntries(
  OPERATION_TYPES.map(type => [
    type,
    createPermission({
      name: `delivery.operation.${type.replace(
        /[A-Z]/g,
        letter => `-${letter.toLocaleLowerCase('en-US')}`,
      )}`,
      attributes: { action: 'update' },
      resourceType: RESOURCE_TYPE_DELIVERY_TARGET,
    }),
  ]),
) as Record<
  OperationType,
  ResourcePermission<typeof RESOURCE_TYPE_DELIVERY_TARGET>
>;

/**
 * Allows approving what somebody else has asked for.
 *
 * @public
 */
export const deliveryOperationApprovePermission = createPermission({
  name: 'delivery.operation.approve',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_DELIVERY_TARGET,
});

/**
 * Allows overriding gates, with a reason.
 *
 * @public
 */
export const deliveryBreakGlassPermission = createPermission({
  name: 'delivery.operation.break-glass',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_DELIVERY_TARGET,
});

/**
 * Allows freezing the whole fleet, and ending that.
 *
 * @public
 */
export const deliveryFreezePermission = createPermission({
  name: 'delivery.freeze.update',
  attributes: { action: 'update' },
});

/**
 * Allows reading the operations log, of the entities that the reader may see.
 *
 * @public
 */
export const deliveryOperationsReadPermission = createPermission({
  name: 'delivery.operations.read',
  attributes: { action: 'read' },
});

/**
 * Allows exporting the operations log and evidence.
 *
 * @public
 */
export const deliveryOperationsExportPermission = createPermission({
  name: 'delivery.operations.export',
  attributes: { action: 'read' },
});

/**
 * All permissions of the delivery plugins that are about no resource.
 *
 * @public
 */
export const deliveryPermissions = [
  deliverySourcesReadPermission,
  deliveryDetailsReadPermission,
  deliveryFreezePermission,
  deliveryOperationsReadPermission,
  deliveryOperationsExportPermission,
];

/**
 * All permissions of the delivery plugins that are about a target.
 *
 * @public
 */
export const deliveryTargetPermissions = [
  ...Object.values(deliveryOperationPermissions),
  deliveryOperationApprovePermission,
  deliveryBreakGlassPermission,
];
