import type { FakePatch } from '@throughline/plugin-delivery-kubernetes-node/testing';
import type { SourceOperation } from '@throughline/plugin-delivery-node';
import { describeProviderContract } from '@throughline/plugin-delivery-node/testing';
import { map } from './__testUtils__/around';
import { fakeSource, startFakeFlux } from './__testUtils__/fakeFlux';
import {
  gitRepository,
  helmRelease,
  kustomization,
} from './__testUtils__/fluxObjects';
import { FORCE_AT } from './operate/LiveFluxObject';

const PAGE_SIZE = 50;

async function createHarness() {
  const api = await startFakeFlux();
  const source = await fakeSource(api, {
    pageSize: PAGE_SIZE,
    flux: { operations: true },
  });
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
    operate: {
      async subject({ operation }: SourceOperation) {
        const name = `operated-${++count}`;
        const make = operation === 'force' ? helmRelease : kustomization;
        const object = api.put(
          operation === 'force' ? 'helmreleases' : 'kustomizations',
          make(name, { spec: { suspend: operation === 'resume' } }),
        );
        return { kind: 'target' as const, target: map(object).target };
      },
      effects: ({ operation }: SourceOperation) =>
        api.patches.filter(patch => operationOf(patch) === operation).length,
      paths: () => api.requests.map(({ path }) => path),
    },
    close: () => api.close(),
  };
}

/** Which operation a patch of what is applied, not of its source, is part of. */
function operationOf({ plural, body }: FakePatch): string | undefined {
  if (body.spec) {
    return body.spec.suspend ? 'suspend' : 'resume';
  }
  if (plural === 'gitrepositories') {
    return undefined;
  }
  return body.metadata.annotations[FORCE_AT] ? 'force' : 'reconcile';
}

describeProviderContract('flux', createHarness);
