import { screen } from '@testing-library/react';
import { Route, Routes } from 'react-router-dom';
import {
  mockApis,
  renderInTestApp,
  TestApiProvider,
} from '@backstage/test-utils';
import { identityApiRef } from '@backstage/core-plugin-api';
import {
  EntityProvider,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import {
  deliveryApiRef,
  deliveryOperationsApiRef,
  deliveryPlugin,
  DeliveryFleetPage,
  DeliveryOperationsPage,
  DeliverySourcesPage,
  EntityDeliveryCard,
  EntityDeliveryContent,
  isDeliveryAvailable,
} from './legacy';
import { getDeliveryQueryClient } from './hooks/DeliveryQueryProvider';
import {
  mockDeliveryApi,
  mockOperationsApi,
} from './__testUtils__/renderDelivery';

const component = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'checkout' },
};

function show(element: JSX.Element) {
  getDeliveryQueryClient().clear();
  return renderInTestApp(
    <TestApiProvider
      apis={[
        [deliveryApiRef, mockDeliveryApi()],
        [deliveryOperationsApiRef, mockOperationsApi()],
        [
          identityApiRef,
          mockApis.identity({
            ownershipEntityRefs: ['group:default/payments'],
          }),
        ],
      ]}
    >
      <EntityProvider entity={component}>
        <Routes>
          <Route path="/here" element={element} />
        </Routes>
      </EntityProvider>
    </TestApiProvider>,
    {
      routeEntries: ['/here'],
      mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
    },
  );
}

describe('the plugin of the classic frontend system', () => {
  it('is called delivery and brings its API', () => {
    expect(deliveryPlugin.getId()).toBe('delivery');
    expect([...deliveryPlugin.getApis()].map(({ api }) => api.id)).toEqual([
      deliveryApiRef.id,
      deliveryOperationsApiRef.id,
    ]);
    expect(isDeliveryAvailable(component)).toBe(true);
  });

  it('shows the tab', async () => {
    await show(<EntityDeliveryContent />);
    expect(
      await screen.findByRole('region', { name: 'Production' }),
    ).toBeInTheDocument();
  });

  it('shows the card', async () => {
    await show(<EntityDeliveryCard />);
    expect(await screen.findByText('Last run')).toBeInTheDocument();
  });

  it('shows the fleet page with a header of its own', async () => {
    await show(<DeliveryFleetPage />);
    expect(
      await screen.findByRole('heading', { level: 1, name: 'Delivery' }),
    ).toBeInTheDocument();
    expect(await screen.findByRole('table')).toBeInTheDocument();
  });

  it('shows the sources page with a header of its own', async () => {
    await show(<DeliverySourcesPage />);
    expect(
      await screen.findByRole('heading', {
        level: 1,
        name: 'Delivery sources',
      }),
    ).toBeInTheDocument();
  });

  it('shows the operations page with a header of its own', async () => {
    await show(<DeliveryOperationsPage />);
    expect(
      await screen.findByRole('heading', {
        level: 1,
        name: 'Delivery operations',
      }),
    ).toBeInTheDocument();
    expect(await screen.findByRole('table')).toBeInTheDocument();
  });
});
