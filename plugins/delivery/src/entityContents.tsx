import { EntityContentBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { isDeliveryAvailable } from '@throughline/plugin-delivery-common';
import { entityContentRouteRef } from './routes';

const deliveryContent = EntityContentBlueprint.make({
  params: {
    path: '/delivery',
    title: 'Delivery',
    routeRef: entityContentRouteRef,
    filter: isDeliveryAvailable,
    loader: async () => {
      const { EntityDeliveryContent } = await import('./components/delivery');
      return <EntityDeliveryContent />;
    },
  },
});

export const entityContents = [deliveryContent];
