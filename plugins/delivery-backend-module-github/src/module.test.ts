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

  const integrations = { github: [{ host: 'github.com', token: 'abc' }] };

  it('adds a source for each host, and a route only with a secret', async () => {
    const [provider] = await start({ integrations });
    expect(provider.sources).toMatchObject([
      { id: 'github:github.com', strategy: 'poll', pollMs: 60_000 },
    ]);
    expect(provider.webhook).toBeUndefined();
    expect(
      provider.events?.interpret({
        topic: 'github.push',
        eventPayload: {
          repository: { html_url: 'https://github.com/Acme/Shop' },
        },
      }),
    ).toMatchObject({
      type: 'hints',
      hints: [{ hint: { subject: 'github.com/acme/shop' } }],
    });
    const [secured] = await start({
      integrations,
      delivery: { github: { webhook: { secret: 'abc' } } },
    });
    expect(secured.webhook).toBeDefined();
  });

  it('adds nothing where no host is configured', async () => {
    expect(await start({})).toEqual([]);
  });
});
