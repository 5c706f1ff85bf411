import { screen } from '@testing-library/react';
import {
  createExtensionTester,
  mockApis,
  renderTestApp,
} from '@backstage/frontend-test-utils';
import { coreExtensionData } from '@backstage/frontend-plugin-api';
import {
  EntityCardBlueprint,
  EntityContentBlueprint,
} from '@backstage/plugin-catalog-react/alpha';
import {
  EntityProvider,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import { deliveryApiRef, deliveryOperationsApiRef } from './api';
import { entityCards } from './entityCards';
import { entityContents } from './entityContents';
import plugin from './index';
import { pages } from './pages';
import {
  mockDeliveryApi,
  mockOperationsApi,
  renderDelivery,
} from './__testUtils__/renderDelivery';

const component = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'checkout' },
};

describe('the plugin of the new frontend system', () => {
  it('is called delivery and brings its extensions', () => {
    expect(plugin.id).toBe('delivery');
    for (const id of [
      'api:delivery',
      'api:delivery/operations',
      'page:delivery',
      'page:delivery/sources',
      'page:delivery/operations',
      'entity-card:delivery/overview',
      'entity-content:delivery',
    ] as const) {
      expect(plugin.getExtension(id)).toBeDefined();
    }
  });

  it('offers the tab to components whatever their annotations', async () => {
    const tester = createExtensionTester(entityContents[0]);
    expect(tester.get(coreExtensionData.routePath)).toBe('/delivery');
    expect(tester.get(EntityContentBlueprint.dataRefs.title)).toBe('Delivery');
    const filter = tester.get(EntityContentBlueprint.dataRefs.filterFunction)!;
    expect(filter(component)).toBe(true);
    expect(filter({ ...component, kind: 'Group' })).toBe(false);

    renderDelivery(
      <EntityProvider entity={component}>
        {tester.reactElement()}
      </EntityProvider>,
    );
    expect(
      await screen.findByRole('region', { name: 'Production' }),
    ).toBeInTheDocument();
  });

  it('offers the overview card', async () => {
    const tester = createExtensionTester(entityCards[0]);
    expect(
      tester.get(EntityCardBlueprint.dataRefs.filterFunction)!(component),
    ).toBe(true);
    renderDelivery(
      <EntityProvider entity={component}>
        {tester.reactElement()}
      </EntityProvider>,
    );
    expect(await screen.findByText('Last run')).toBeInTheDocument();
  });

  it.each([
    ['/delivery', 'Services and what runs in each environment'],
    ['/delivery/sources', 'Connections'],
    ['/delivery/operations', 'Operations, newest first'],
  ])('serves %s', async (path, table) => {
    renderTestApp({
      extensions: pages,
      initialRouteEntries: [path],
      apis: [
        [deliveryApiRef, mockDeliveryApi()],
        [deliveryOperationsApiRef, mockOperationsApi()],
        mockApis.identity({ ownershipEntityRefs: ['group:default/payments'] }),
      ],
      mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
    });
    expect(
      await screen.findByRole('table', { name: table }),
    ).toBeInTheDocument();
  });
});
