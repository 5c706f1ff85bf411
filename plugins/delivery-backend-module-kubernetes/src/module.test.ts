import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { recordProviders } from '@throughline/plugin-delivery-node/testing';
import { deliveryModuleKubernetes } from './module';

async function start(
  data: Parameters<typeof mockServices.rootConfig.factory>[0],
) {
  const { providers, extensionPoints } = recordProviders();
  const backend = await startTestBackend({
    extensionPoints,
    features: [deliveryModuleKubernetes, mockServices.rootConfig.factory(data)],
  });
  await backend.stop();
  return providers;
}

describe('deliveryModuleKubernetes', () => {
  it('brings a source for each cluster, and calls none at start', async () => {
    const [provider] = await start({
      data: {
        delivery: {
          kubernetes: {
            clusters: [
              { name: 'prod', url: 'https://127.0.0.1:1', token: 't' },
            ],
          },
        },
        kubernetes: {
          clusterLocatorMethods: [
            {
              type: 'config',
              clusters: [
                { name: 'arn:x', url: 'https://x', authProvider: 'oidc' },
              ],
            },
          ],
        },
      },
    });
    expect(provider.system).toBe('kubernetes');
    expect(
      provider.sources.map(({ id, title, unavailable, details }) => ({
        id,
        title,
        collected: unavailable === undefined,
        details: Object.keys(details ?? {}),
      })),
    ).toEqual([
      {
        id: 'kubernetes:prod',
        title: 'prod',
        collected: true,
        details: ['pods', 'events', 'logs'],
      },
      { id: 'kubernetes:arn-x', title: 'arn:x', collected: false, details: [] },
    ]);
    // A portal that reads goes on doing so unless it is told otherwise.
    expect(provider.sources[0].operators).toBeUndefined();
  });

  it('acts in the clusters in which it was told to', async () => {
    const [provider] = await start({
      data: {
        delivery: {
          kubernetes: {
            operations: ['staging'],
            clusters: ['prod', 'staging'].map(name => ({
              name,
              url: 'https://127.0.0.1:1',
              token: 't',
            })),
          },
        },
      },
    });
    expect(
      provider.sources.map(({ operators }) =>
        operators?.map(({ operation, resources }) => [operation, resources]),
      ),
    ).toEqual([
      undefined,
      [
        ['restart', ['Deployment', 'StatefulSet', 'DaemonSet', 'Rollout']],
        ['promoteRollout', ['Rollout']],
        ['abortRollout', ['Rollout']],
      ],
    ]);
  });

  it('brings nothing where no cluster is configured', async () => {
    expect(await start({ data: {} })).toEqual([]);
  });

  it('refuses to start on a wrong configuration', async () => {
    await expect(
      start({
        data: { delivery: { kubernetes: { clusters: [{ name: 'prod' }] } } },
      }),
    ).rejects.toThrow("'delivery.kubernetes.clusters[0]'");
  });
});
