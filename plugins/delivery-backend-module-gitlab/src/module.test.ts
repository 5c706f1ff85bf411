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

  const integrations = { gitlab: [{ host: 'gitlab.com', token: 'glpat-abc' }] };

  it('adds a source for each host, and a route only with a secret', async () => {
    const [provider] = await start({ integrations });
    expect(provider.sources).toMatchObject([
      { id: 'gitlab:gitlab.com', strategy: 'poll', pollMs: 60_000 },
    ]);
    expect(provider.webhook).toBeUndefined();
    expect(
      provider.events?.interpret({
        topic: 'gitlab',
        eventPayload: {
          object_kind: 'pipeline',
          project: { web_url: 'https://gitlab.com/Acme/Shop' },
        },
      }),
    ).toMatchObject({
      type: 'hints',
      hints: [{ hint: { subject: 'gitlab.com/acme/shop' } }],
    });
    const [secured] = await start({
      integrations,
      delivery: { gitlab: { webhook: { secret: 'abc' } } },
    });
    expect(secured.webhook).toBeDefined();
  });

  it('acts only where it is told to', async () => {
    const operatorsOf = async (delivery: object) =>
      (await start({ integrations, delivery }))[0].sources[0];
    const off = await operatorsOf({});
    expect(off.operators).toBeUndefined();
    expect(off.writer?.handles('gitlab.com/acme/gitops')).toEqual({
      reason: expect.stringContaining('delivery.gitlab.write'),
    });
    const on = await operatorsOf({
      gitlab: { operations: true, write: ['gitlab.com/acme/*'] },
    });
    expect(on.operators?.map(({ operation }) => operation)).toEqual([
      'runPipeline',
      'rerun',
      'rerunFailed',
      'cancelRun',
    ]);
    expect(on.writer?.handles('gitlab.com/acme/gitops')).toBe(true);
  });

  it('adds nothing where no host is configured', async () => {
    expect(await start({})).toEqual([]);
  });
});
