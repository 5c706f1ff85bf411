import { screen } from '@testing-library/react';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import {
  contestedDelivery,
  emptyDelivery,
  hotfixDelivery,
  staleDelivery,
} from '../../__testUtils__';
import {
  mockDeliveryApi,
  renderDelivery,
} from '../../__testUtils__/renderDelivery';
import { EntityDeliveryCard } from './EntityDeliveryCard';

const entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'checkout' },
};

function showCard(delivery: typeof hotfixDelivery) {
  renderDelivery(
    <EntityProvider entity={entity}>
      <EntityDeliveryCard />
    </EntityProvider>,
    { api: mockDeliveryApi({ getEntityDelivery: async () => delivery }) },
  );
}

describe('EntityDeliveryCard', () => {
  it('shows the lanes in one line, and the last run', async () => {
    showCard(hotfixDelivery);
    expect(await screen.findByText('2.3.1')).toBeInTheDocument();
    expect(screen.getByText('Out of sync')).toBeInTheDocument();
    expect(screen.getByRole('link', { name: /CI #420/ })).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: /Open the Delivery tab/ }),
    ).toHaveAttribute('href', '/catalog/default/component/checkout/delivery');
  });

  it('marks what is only the last known', async () => {
    showCard(staleDelivery);
    expect(await screen.findByText('Last known: Healthy')).toBeInTheDocument();
  });

  it('says that an environment is contested', async () => {
    showCard(contestedDelivery);
    expect(await screen.findByText('Contested')).toBeInTheDocument();
  });

  it('says where nothing is linked', async () => {
    showCard(emptyDelivery);
    expect(
      await screen.findByText('Nothing is linked to this entity yet.'),
    ).toBeInTheDocument();
  });
});
