import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { EntityDelivery } from '@throughline/plugin-delivery-common';
import { readyDelivery } from '../../__testUtils__/readyDelivery';
import {
  mockDeliveryApi,
  renderDelivery,
} from '../../__testUtils__/renderDelivery';
import { DeliveryView } from './DeliveryView';

const show = (more: Partial<EntityDelivery>, path = '/') =>
  renderDelivery(<DeliveryView delivery={{ ...readyDelivery, ...more }} />, {
    path,
    api: mockDeliveryApi({
      getMetrics: async (_, time) => ({
        ...time,
        measured: [
          {
            sourceId: 'metrics:one',
            title: 'Metrics',
            series: [
              {
                metric: 'errorRate',
                title: 'share of 5xx',
                unit: 'ratio',
                points: [
                  [time.from, 0.01],
                  [time.to, 0.05],
                ],
              },
              {
                metric: 'latency',
                title: '95 of 100 within',
                unit: 'seconds',
                points: [],
                unknownBecause: 'no such series',
              },
            ],
          },
          {
            sourceId: 'metrics:two',
            title: 'Other metrics',
            series: [],
            error: { kind: 'timeout', message: 'it did not answer' },
          },
        ],
        deployments: [
          { at: time.from + 60, label: '1.5.0', outcome: 'succeeded' },
        ],
      }),
    }),
  });

const [first, ...rest] = readyDelivery.lanes;

it('tells of alerts and probes, and that nothing else observes what runs', async () => {
  await show({
    lanes: [
      {
        ...first,
        healthBy: 'probes',
        vitals: [
          {
            sourceId: 'metrics:one',
            probes: [{ name: 'availability', health: { status: 'degraded' } }],
            alerts: [
              { name: 'ErrorsHigh', state: 'firing' },
              { name: 'DiskFills', state: 'pending' },
            ],
          },
        ],
      },
      ...rest,
    ],
  });
  expect(screen.getByText('1 alert is firing: ErrorsHigh')).toBeVisible();
  expect(screen.getByText('1 alert may fire soon: DiskFills')).toBeVisible();
  expect(screen.getByText('Probe availability: Degraded')).toBeVisible();
  expect(screen.getByText(/nothing observes what runs/)).toBeVisible();
});

it('shows what monitoring told last as the last known', async () => {
  await show({
    lanes: [
      {
        ...first,
        vitals: [
          {
            sourceId: 'metrics:one',
            staleSince: '2026-11-01T00:00:00Z',
            probes: [{ name: 'availability', health: { status: 'healthy' } }],
            alerts: [],
          },
        ],
      },
    ],
  });
  expect(
    screen.getByText('Last known: Probe availability: Healthy'),
  ).toBeVisible();
});

it('says which signs of an image are there, and that nothing verified them', async () => {
  const { artifact } = readyDelivery.build;
  await show({
    build: {
      ...readyDelivery.build,
      artifact: artifact && {
        ...artifact,
        attestations: {
          signature: { state: 'present', reason: 'a referrer' },
          sbom: { state: 'absent', reason: 'no referrer' },
          provenance: { state: 'unknown', reason: 'the registry refused' },
        },
      },
    },
  });
  const signs = screen.getByRole('list', {
    name: 'What speaks for the image',
  });
  expect(
    within(signs).getByLabelText('signature there, not verified: a referrer'),
  ).toBeVisible();
  expect(within(signs).getByLabelText('no SBOM: no referrer')).toBeVisible();
  expect(
    within(signs).getByLabelText('provenance not known: the registry refused'),
  ).toBeVisible();
});

it('has a tab of releases where there are some only', async () => {
  const { unmount } = await show({});
  expect(screen.queryByRole('tab', { name: 'Releases' })).toBeNull();
  unmount();
  await show({
    releases: [
      {
        id: '1',
        sourceId: 'github:acme',
        tag: 'v1.5.0',
        name: 'Winter',
        prerelease: true,
        publishedAt: '2026-11-20T00:00:00Z',
      },
    ],
  });
  await userEvent.click(screen.getByRole('tab', { name: 'Releases' }));
  expect(
    screen.getByRole('rowheader', { name: /Winter \(v1\.5\.0\)/ }),
  ).toHaveTextContent('pre-release');
});

it('charts what is measured, and says what is not', async () => {
  await show({ measuredBy: ['metrics:one'] }, '/?view=metrics');
  expect(
    await screen.findByRole('img', {
      name: 'Errors: from 1 % to 5 %, now 5 %',
    }),
  ).toBeVisible();
  expect(screen.getByText('no such series')).toBeVisible();
  expect(
    screen.getByText('Other metrics could not be asked: it did not answer'),
  ).toBeVisible();
});

it('shows the status alone of a run that nothing ties to the entity', async () => {
  const [run] = readyDelivery.runs.items;
  await show(
    {
      runs: {
        items: [
          {
            id: run.id,
            sourceId: run.sourceId,
            access: 'statusOnly',
            pipeline: 'deploy',
            status: { status: 'failed' },
            createdAt: run.createdAt,
            jobs: [],
          },
        ],
      },
    },
    '/?view=pipelines',
  );
  await userEvent.click(
    screen.getByRole('button', { name: 'Show the jobs of deploy' }),
  );
  expect(
    screen.getByText(/nothing confirms that this pipeline is the entity’s/),
  ).toBeVisible();
});
