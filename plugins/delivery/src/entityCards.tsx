import { EntityCardBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { isDeliveryAvailable } from '@throughline/plugin-delivery-common';

const overviewCard = EntityCardBlueprint.make({
  name: 'overview',
  params: {
    type: 'content',
    filter: isDeliveryAvailable,
    loader: async () => {
      const { EntityDeliveryCard } = await import('./components/card');
      return <EntityDeliveryCard />;
    },
  },
});

export const entityCards = [overviewCard];
