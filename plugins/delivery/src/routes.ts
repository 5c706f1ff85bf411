import { createRouteRef } from '@backstage/core-plugin-api';

/** The fleet page. */
export const fleetRouteRef = createRouteRef({ id: 'delivery.fleet' });

/** The sources page. */
export const sourcesRouteRef = createRouteRef({ id: 'delivery.sources' });

/** The operations page. */
export const operationsRouteRef = createRouteRef({ id: 'delivery.operations' });

/** An entity's Delivery tab. */
export const entityContentRouteRef = createRouteRef({
  id: 'delivery.entity-content',
});
