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

  it('adds a source for each registry, and a route only with a secret', async () => {
    const registries = [
      { name: 'hub', host: 'docker.io' },
      { name: 'own', host: 'registry.example.com' },
    ];
    const [provider] = await start({ delivery: { oci: { registries } } });
    expect(provider.sources.map(source => source.id)).toEqual([
      'oci:hub',
      'oci:own',
    ]);
    expect(provider.webhook).toBeUndefined();
    const [secured] = await start({
      delivery: { oci: { registries, webhook: { secret: 'abc' } } },
    });
    expect(secured.webhook).toBeDefined();
  });

  it('adds nothing where nothing is configured', async () => {
    expect(await start({})).toEqual([]);
  });
});
