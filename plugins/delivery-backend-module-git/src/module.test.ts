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

  it('adds a source for each host, and a route only with a secret', async () => {
    const hosts = [
      { name: 'hub', host: 'github.example.com' },
      { name: 'own', host: 'git.example.com' },
    ];
    const [provider] = await start({ delivery: { git: { hosts } } });
    expect(provider.sources.map(source => source.id)).toEqual([
      'git:hub',
      'git:own',
    ]);
    expect(provider.webhook).toBeUndefined();
    const [secured] = await start({
      delivery: { git: { hosts, webhook: { secret: 'abc' } } },
    });
    expect(secured.webhook).toBeDefined();
  });

  it('adds nothing where nothing is configured', async () => {
    expect(await start({})).toEqual([]);
  });
});
