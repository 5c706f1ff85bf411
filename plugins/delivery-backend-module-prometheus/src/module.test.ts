import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { recordProviders } from '@throughline/plugin-delivery-node/testing';
import module from '.';

describe('the module', () => {
  const start = async (data: object) => {
    const { providers, extensionPoints } = recordProviders();
    const backend = await startTestBackend({
      extensionPoints,
      features: [module, mockServices.rootConfig.factory({ data })],
    });
    await backend.stop();
    return providers;
  };

  it('adds a source for each server, which measures', async () => {
    const instances = [
      { name: 'nonprod', url: 'https://nonprod.example.test' },
      { name: 'prod', url: 'https://prod.example.test/prometheus/' },
    ];
    const [provider] = await start({ delivery: { prometheus: { instances } } });
    expect(provider.sources.map(({ id }) => id)).toEqual([
      'prometheus:nonprod',
      'prometheus:prod',
    ]);
    expect(provider.sources[0].measure).toBeDefined();
    expect(provider.webhook).toBeUndefined();
  });

  it('adds nothing where nothing is configured', async () => {
    expect(await start({})).toEqual([]);
  });
});
