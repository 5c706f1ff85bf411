import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { signalApiRef } from '@backstage/plugin-signals-react';
import type { ReactElement } from 'react';
import { type DeliveryApi, deliveryApiRef } from '../api';
import {
  DeliveryQueryProvider,
  getDeliveryQueryClient,
} from '../hooks/DeliveryQueryProvider';
import { fleetRouteRef, sourcesRouteRef } from '../routes';
import { readyDelivery } from './readyDelivery';
import { fleetPage, sourcesPage } from './pageFixtures';

/** A delivery API that answers from the fixtures, each method a mock. */
export function mockDeliveryApi(
  answers: Partial<DeliveryApi> = {},
): jest.Mocked<DeliveryApi> {
  const empty = async () => ({ items: [] });
  return {
    getEntityDelivery: jest.fn(
      answers.getEntityDelivery ?? (async () => readyDelivery),
    ),
    getChanges: jest.fn(answers.getChanges ?? empty),
    getRuns: jest.fn(answers.getRuns ?? empty),
    getHistory: jest.fn(answers.getHistory ?? empty),
    getDetails: jest.fn(
      answers.getDetails ??
        (async () => ({ kind: 'events' as const, events: [] })),
    ),
    getMetrics: jest.fn(
      answers.getMetrics ??
        (async (_, time) => ({ ...time, measured: [], deployments: [] })),
    ),
    getFleet: jest.fn(answers.getFleet ?? (async () => fleetPage)),
    getSources: jest.fn(answers.getSources ?? (async () => sourcesPage)),
  };
}

/** Signals that a test sends by hand. */
export class FakeSignals {
  readonly channels: string[] = [];
  private readonly listeners = new Map<string, Set<(m: never) => void>>();

  subscribe(channel: string, onMessage: (message: never) => void) {
    this.channels.push(channel);
    const known = this.listeners.get(channel) ?? new Set();
    this.listeners.set(channel, known.add(onMessage));
    return { unsubscribe: () => void known.delete(onMessage) };
  }

  send(channel: string): void {
    this.listeners.get(channel)?.forEach(notify => notify({} as never));
  }

  get open(): number {
    return [...this.listeners.values()].reduce((sum, set) => sum + set.size, 0);
  }
}

/** Renders a part of the pages in an app that has what it needs. */
export function renderDelivery(
  element: ReactElement,
  options: {
    api?: DeliveryApi;
    signals?: FakeSignals;
    path?: string;
    owns?: string[];
  } = {},
) {
  const client = getDeliveryQueryClient();
  client.clear();
  const { queries } = client.getDefaultOptions();
  client.setDefaultOptions({ queries: { ...queries, retryDelay: 0 } });
  return renderInTestApp(
    <DeliveryQueryProvider>{element}</DeliveryQueryProvider>,
    {
      initialRouteEntries: [options.path ?? '/'],
      mountedRoutes: {
        '/catalog/:namespace/:kind/:name': entityRouteRef,
        '/delivery': fleetRouteRef,
        '/delivery/sources': sourcesRouteRef,
      },
      apis: [
        [deliveryApiRef, options.api ?? mockDeliveryApi()],
        [signalApiRef, options.signals ?? new FakeSignals()],
        mockApis.identity({
          userEntityRef: 'user:default/mira',
          ownershipEntityRefs: options.owns ?? [
            'user:default/mira',
            'group:default/payments',
          ],
        }),
      ],
    },
  );
}
