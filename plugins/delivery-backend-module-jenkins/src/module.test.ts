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

  it('adds a source for each instance, and a route only with a secret', async () => {
    const jenkins = { baseUrl: 'https://jenkins.example.com' };
    const [provider] = await start({ jenkins });
    expect(provider.sources.map(source => source.id)).toEqual([
      'jenkins:default',
    ]);
    expect(provider.webhook).toBeUndefined();
    const [secured] = await start({
      jenkins,
      delivery: { jenkins: { webhook: { secret: 'abc' } } },
    });
    expect(secured.webhook).toBeDefined();
  });

  it('adds nothing where nothing is configured', async () => {
    expect(await start({})).toEqual([]);
  });
});
