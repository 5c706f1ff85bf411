import { describeProviderContract } from '@throughline/plugin-delivery-node/testing';
import { fakeSource, startFakeFlux } from './__testUtils__/fakeFlux';
import { gitRepository, kustomization } from './__testUtils__/fluxObjects';

const PAGE_SIZE = 50;

async function createHarness() {
  const api = await startFakeFlux();
  const source = await fakeSource(api, { pageSize: PAGE_SIZE });
  api.put('gitrepositories', gitRepository());
  let count = 0;
  const nameOf = (key: string) => key.split('/')[2];

  return {
    createSource: () => source,
    interests: () => ({
      version: '1',
      repositories: [],
      images: [],
      pipelines: [],
    }),
    isComplete: (told: readonly { type: string }[]) =>
      told.some(({ type }) => type === 'checkpoint'),
    upstream: {
      secrets: [api.token],
      pageSize: PAGE_SIZE,
      async add(more: number) {
        return Array.from({ length: more }, () => {
          const name = `service-${++count}`;
          api.put('kustomizations', kustomization(name));
          return {
            kind: 'target' as const,
            key: `Kustomization/flux-system/${name}`,
          };
        });
      },
      async update({ key }: { key: string }) {
        api.put(
          'kustomizations',
          kustomization(nameOf(key), { spec: { suspend: true } }),
        );
      },
      async remove({ key }: { key: string }) {
        api.remove('kustomizations', 'flux-system', nameOf(key));
      },
      async malform({ key }: { key: string }) {
        api.put(
          'kustomizations',
          kustomization(nameOf(key), { status: { conditions: 'all is well' } }),
        );
      },
      misbehave: api.upstream.misbehave,
      recover: api.upstream.recover,
    },
    close: () => api.close(),
  };
}

describeProviderContract('flux', createHarness);
