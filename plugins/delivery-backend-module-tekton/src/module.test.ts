import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { recordProviders } from '@throughline/plugin-delivery-node/testing';
import { deliveryModuleTekton } from './module';

async function start(
  data: Parameters<typeof mockServices.rootConfig.factory>[0],
) {
  const { providers, extensionPoints } = recordProviders();
  const backend = await startTestBackend({
    extensionPoints,
    features: [deliveryModuleTekton, mockServices.rootConfig.factory(data)],
  });
  await backend.stop();
  return providers;
}

const CLUSTERS = [
  { name: 'tools', url: 'https://127.0.0.1:1', token: 't' },
  { name: 'prod', url: 'https://127.0.0.1:2', token: 't' },
];

describe('deliveryModuleTekton', () => {
  it('brings a source for each cluster, and calls none at start', async () => {
    const [provider] = await start({
      data: { delivery: { kubernetes: { clusters: CLUSTERS } } },
    });
    expect(provider.system).toBe('tekton');
    expect(
      provider.sources.map(({ id, title, strategy, operators }) => ({
        id,
        title,
        strategy,
        operators: operators?.map(({ operation }) => operation),
      })),
    ).toEqual([
      {
        id: 'tekton:tools',
        title: 'Tekton in tools',
        strategy: 'watch',
        operators: undefined,
      },
      {
        id: 'tekton:prod',
        title: 'Tekton in prod',
        strategy: 'watch',
        operators: undefined,
      },
    ]);
  });

  it('brings only the clusters that it is told', async () => {
    const [provider] = await start({
      data: {
        delivery: {
          kubernetes: { clusters: CLUSTERS },
          tekton: { clusters: [{ name: 'prod' }] },
        },
      },
    });
    expect(provider.sources.map(({ id }) => id)).toEqual(['tekton:prod']);
  });

  it('brings nothing where no cluster is configured', async () => {
    expect(await start({ data: {} })).toEqual([]);
  });

  it('refuses to start on a cluster that nobody configured', async () => {
    await expect(
      start({ data: { delivery: { tekton: { clusters: [{ name: 'x' }] } } } }),
    ).rejects.toThrow("'delivery.tekton.clusters[0].name'");
  });
});
