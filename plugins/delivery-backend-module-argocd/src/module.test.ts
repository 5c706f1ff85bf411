import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { recordProviders } from '@throughline/plugin-delivery-node/testing';
import module from './index';

async function start(delivery: object) {
  const { providers, extensionPoints } = recordProviders();
  const backend = await startTestBackend({
    extensionPoints,
    features: [
      module,
      mockServices.rootConfig.factory({ data: { delivery } as never }),
    ],
  });
  await backend.stop();
  return providers;
}

describe('the module', () => {
  it('registers a source for each instance', async () => {
    const [provider, ...others] = await start({
      argocd: {
        instances: [
          {
            name: 'nonprod',
            url: 'https://a.example.test',
            token: 'x',
            operations: true,
          },
          { name: 'prod', url: 'https://b.example.test', token: 'x' },
        ],
      },
    });
    expect(others).toEqual([]);
    expect(provider.sources.map(({ id, url }) => [id, url])).toEqual([
      ['argocd:nonprod', 'https://a.example.test'],
      ['argocd:prod', 'https://b.example.test'],
    ]);
    // A portal that reads goes on doing so unless it is told otherwise.
    expect(
      provider.sources.map(({ operators }) =>
        operators?.map(({ operation }) => operation),
      ),
    ).toEqual([['sync', 'refresh', 'hardRefresh', 'terminate'], undefined]);
  });

  it('registers nothing where nothing is configured', async () => {
    expect(await start({})).toEqual([]);
  });

  it('does not start with a config that is wrong', async () => {
    await expect(
      start({ argocd: { instances: [{ name: 'a', url: 'https://a' }] } }),
    ).rejects.toThrow(/instances\[0\]\.token/);
  });
});
