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

  it('adds a source for each organization and one for all that is published; a route only with a secret', async () => {
    const terraform = {
      organizations: [{ name: 'main', organization: 'acme', token: 'abc' }],
      published: [
        { name: 'database', planUrl: 'https://a.test/plan.json' },
        { name: 'network', stateUrl: 'https://a.test/state.json' },
      ],
    };
    const [provider] = await start({ delivery: { terraform } });
    expect(provider.sources.map(({ id }) => id)).toEqual([
      'terraform:main',
      'terraform:published',
    ]);
    expect(provider.webhook).toBeUndefined();
    const [secured] = await start({
      delivery: { terraform: { ...terraform, webhook: { secret: 'abc' } } },
    });
    expect(secured.webhook).toBeDefined();
  });

  it('adds nothing where nothing is configured', async () => {
    expect(await start({})).toEqual([]);
  });
});
