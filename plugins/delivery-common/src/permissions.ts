import { createPermission } from '@backstage/plugin-permission-common';

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
 * All permissions of the delivery plugins.
 *
 * @public
 */
export const deliveryPermissions = [
  deliverySourcesReadPermission,
  deliveryDetailsReadPermission,
];
