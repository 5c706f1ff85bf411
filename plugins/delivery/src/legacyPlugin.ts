import type { JSX } from 'react';
import {
  createApiFactory,
  createComponentExtension,
  createPlugin,
  createRoutableExtension,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/core-plugin-api';
import {
  DeliveryClient,
  deliveryApiRef,
  DeliveryOperationsClient,
  deliveryOperationsApiRef,
} from './api';
import {
  entityContentRouteRef,
  fleetRouteRef,
  operationsRouteRef,
  sourcesRouteRef,
} from './routes';

/**
 * The delivery plugin for apps of the classic frontend system.
 *
 * @public
 */
export const deliveryPlugin = createPlugin({
  id: 'delivery',
  apis: [
    createApiFactory({
      api: deliveryApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: deps => new DeliveryClient(deps),
    }),
    createApiFactory({
      api: deliveryOperationsApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: deps => new DeliveryOperationsClient(deps),
    }),
  ],
  routes: {
    root: fleetRouteRef,
    sources: sourcesRouteRef,
    operations: operationsRouteRef,
    entityContent: entityContentRouteRef,
  },
});

// The types of components are written out below: the declarations would name modules that are not exported.

/**
 * The Delivery tab of an entity.
 *
 * @public
 */
export const EntityDeliveryContent = deliveryPlugin.provide(
  createRoutableExtension({
    name: 'EntityDeliveryContent',
    mountPoint: entityContentRouteRef,
    component: () =>
      import('./components/delivery').then(
        (m): (() => JSX.Element) => m.EntityDeliveryContent,
      ),
  }),
);

/**
 * The overview card of an entity.
 *
 * @public
 */
export const EntityDeliveryCard = deliveryPlugin.provide(
  createComponentExtension({
    name: 'EntityDeliveryCard',
    component: {
      lazy: () =>
        import('./components/card').then(
          (m): (() => JSX.Element) => m.EntityDeliveryCard,
        ),
    },
  }),
);

/**
 * The fleet page: services against environments.
 *
 * @public
 */
export const DeliveryFleetPage = deliveryPlugin.provide(
  createRoutableExtension({
    name: 'DeliveryFleetPage',
    mountPoint: fleetRouteRef,
    component: () =>
      import('./components/fleet').then(
        (m): (() => JSX.Element) => m.DeliveryFleetPage,
      ),
  }),
);

/**
 * The sources page: the health of every connection, and what nothing places.
 *
 * @public
 */
export const DeliverySourcesPage = deliveryPlugin.provide(
  createRoutableExtension({
    name: 'DeliverySourcesPage',
    mountPoint: sourcesRouteRef,
    component: () =>
      import('./components/sources').then(
        (m): (() => JSX.Element) => m.DeliverySourcesPage,
      ),
  }),
);

/**
 * The operations page: what was asked for, by whom, and what came of it; and the freeze of the fleet.
 *
 * @public
 */
export const DeliveryOperationsPage = deliveryPlugin.provide(
  createRoutableExtension({
    name: 'DeliveryOperationsPage',
    mountPoint: operationsRouteRef,
    component: () =>
      import('./components/operations/page').then(
        (m): (() => JSX.Element) => m.DeliveryOperationsPage,
      ),
  }),
);
