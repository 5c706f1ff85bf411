import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import type { JsonObject } from '@backstage/types';
import { recordProviders } from '@throughline/plugin-delivery-node/testing';
import { deliveryModuleFlux } from './module';

const CLUSTERS = {
  clusters: [
    { name: 'prod-eu', url: 'https://127.0.0.1:1', token: 't' },
    { name: 'prod-us', url: 'https://127.0.0.1:1', token: 't' },
  ],
};
const LOCATORS = {
  clusterLocatorMethods: [
    {
      type: 'config',
      clusters: [{ name: 'theirs', url: 'https://x', authProvider: 'oidc' }],
    },
  ],
};

async function start(flux: JsonObject | undefined, kubernetes = CLUSTERS) {
  const { providers, extensionPoints } = recordProviders();
  const backend = await startTestBackend({
    extensionPoints,
    features: [
      deliveryModuleFlux,
      mockServices.rootConfig.factory({
        data: {
          delivery: { kubernetes, ...(flux && { flux }) },
          kubernetes: LOCATORS,
        },
      }),
    ],
  });
  await backend.stop();
  return providers;
}

describe('deliveryModuleFlux', () => {
  it('brings a source for each cluster that can be reached, and calls none at start', async () => {
    const [provider] = await start(undefined);
    expect(provider.system).toBe('flux');
    expect(provider.webhook).toBeUndefined();
    expect(
      provider.sources.map(({ id, details, operators }) => ({
        id,
        details: Object.keys(details ?? {}),
        operators,
      })),
    ).toEqual(
      ['prod-eu', 'prod-us'].map(name => ({
        id: `flux:${name}`,
        details: ['resources', 'events'],
        operators: undefined,
      })),
    );
  });

  it('acts in the clusters in which it was told to', async () => {
    const [provider] = await start({ operations: ['prod-us'] });
    expect(
      provider.sources.map(({ id, operators }) => [
        id,
        operators?.map(({ operation }) => operation),
      ]),
    ).toEqual([
      ['flux:prod-eu', undefined],
      ['flux:prod-us', ['reconcile', 'suspend', 'resume', 'force']],
    ]);
  });

  it('looks at the clusters that are named, those that cannot be reached as well', async () => {
    const [provider] = await start({ clusters: ['prod-us', 'theirs'] });
    expect(
      provider.sources.map(({ id, unavailable }) => [id, Boolean(unavailable)]),
    ).toEqual([
      ['flux:prod-us', false],
      ['flux:theirs', true],
    ]);
  });

  it('has a webhook where there is a secret', async () => {
    const [provider] = await start({ webhook: { secret: 's' } });
    expect(provider.webhook).toBeDefined();
  });

  it('brings nothing where no cluster is configured', async () => {
    expect(await start(undefined, { clusters: [] })).toEqual([]);
  });

  it.each([
    [{ clusters: ['nowhere'] }, "'delivery.flux.clusters[0]'"],
    [{ operations: ['nowhere'] }, "'delivery.flux.operations[0]'"],
    [{ namespaces: [] }, "'delivery.flux.namespaces'"],
    [{ namespaces: ['team-*'] }, "'delivery.flux.namespaces[0]'"],
    [
      { webhook: { secrets: [{}] } },
      "'delivery.flux.webhook.secrets[0].secret'",
    ],
  ])('refuses to start with %j', async (flux, path) => {
    await expect(start(flux)).rejects.toThrow(path);
  });
});
