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

  const integrations = {
    gitea: [{ host: 'git.example.test', password: 'abc' }],
  };

  it('adds a source for each host, and a route only with a secret', async () => {
    const [provider] = await start({ integrations });
    expect(provider.sources).toMatchObject([
      { id: 'gitea:git.example.test', strategy: 'poll', pollMs: 60_000 },
    ]);
    expect(provider.webhook).toBeUndefined();
    const [secured] = await start({
      integrations,
      delivery: { gitea: { webhook: { secret: 'abc' } } },
    });
    expect(secured.webhook).toBeDefined();
  });

  it('acts only where it is told to', async () => {
    const sourceOf = async (delivery: object) =>
      (await start({ integrations, delivery }))[0].sources[0];
    const off = await sourceOf({});
    expect(off.operators).toBeUndefined();
    expect(off.writer?.handles('git.example.test/acme/gitops')).toEqual({
      reason: expect.stringContaining('delivery.gitea.write'),
    });
    const on = await sourceOf({
      gitea: { operations: true, write: ['git.example.test/acme/*'] },
    });
    expect(on.operators?.map(({ operation }) => operation)).toEqual([
      'runPipeline',
      'rerun',
      'rerunFailed',
      'cancelRun',
    ]);
    expect(on.writer?.handles('git.example.test/acme/gitops')).toBe(true);
  });

  it('adds nothing where no host is configured', async () => {
    expect(await start({})).toEqual([]);
  });
});
