import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { signalApiRef } from '@backstage/plugin-signals-react';
import type { ReactElement } from 'react';
import {
  type DeliveryApi,
  deliveryApiRef,
  type DeliveryOperationsApi,
  deliveryOperationsApiRef,
} from '../api';
import {
  DeliveryQueryProvider,
  getDeliveryQueryClient,
} from '../hooks/DeliveryQueryProvider';
import { fleetRouteRef, operationsRouteRef, sourcesRouteRef } from '../routes';
import {
  entityOperations,
  operation,
  operationsPage,
  plan,
} from './operations';
import { readyDelivery } from './readyDelivery';
import { versionRules, versionRuleTrial } from './versionRules';
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

/** An operations API that answers from the fixtures, each method a mock; nothing is offered unless a test says so. */
export function mockOperationsApi(
  answers: Partial<DeliveryOperationsApi> = {},
): jest.Mocked<DeliveryOperationsApi> {
  return {
    getOperations: jest.fn(
      answers.getOperations ?? (async () => entityOperations()),
    ),
    planOperation: jest.fn(
      answers.planOperation ??
        (async ({ type, entityRef }) => plan({ type, entityRef })),
    ),
    requestOperation: jest.fn(
      answers.requestOperation ??
        (async ({ type }) => operation({ type, state: 'queued' })),
    ),
    getOperation: jest.fn(
      answers.getOperation ?? (async id => operation({ id })),
    ),
    decideOperation: jest.fn(
      answers.decideOperation ?? (async id => operation({ id })),
    ),
    cancelOperation: jest.fn(
      answers.cancelOperation ??
        (async id => operation({ id, state: 'cancelled' })),
    ),
    searchOperations: jest.fn(
      answers.searchOperations ?? (async () => operationsPage()),
    ),
    exportOperationEvidence: jest.fn(
      answers.exportOperationEvidence ?? (async () => new Blob(['{}'])),
    ),
    exportDeploymentEvidence: jest.fn(
      answers.exportDeploymentEvidence ?? (async () => new Blob(['{}'])),
    ),
    exportOperations: jest.fn(
      answers.exportOperations ?? (async () => new Blob(['id'])),
    ),
    getVersionRules: jest.fn(
      answers.getVersionRules ?? (async () => versionRules()),
    ),
    tryVersionRule: jest.fn(
      answers.tryVersionRule ?? (async (_, input) => versionRuleTrial(input)),
    ),
    setFreeze: jest.fn(answers.setFreeze ?? (async () => undefined)),
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
    operationsApi?: DeliveryOperationsApi;
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
        '/delivery/operations': operationsRouteRef,
      },
      apis: [
        [deliveryApiRef, options.api ?? mockDeliveryApi()],
        [
          deliveryOperationsApiRef,
          options.operationsApi ?? mockOperationsApi(),
        ],
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
