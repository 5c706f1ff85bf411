import {
  describeProviderContract,
  type ProviderHarness,
} from '@throughline/plugin-delivery-node/testing';
import { applicationSchema } from './api/schemas';
import type { ArgocdCredentials } from './config/readArgocdInstances';
import { createArgocdSource } from './createArgocdSource';
import { mapTarget } from './mapping/target';
import { wellApplication } from './__testUtils__/applications';
import { FakeArgocd } from './__testUtils__/FakeArgocd';
import { plainHttp } from './__testUtils__/plainHttp';

async function createHarness(
  credentialsOf: (fake: FakeArgocd) => ArgocdCredentials,
): Promise<ProviderHarness> {
  const fake = await FakeArgocd.start();
  let added = 0;
  return {
    createSource: () =>
      createArgocdSource(
        {
          name: 'one',
          title: 'One',
          url: fake.url,
          credentials: credentialsOf(fake),
          resyncMs: 60_000,
          operations: true,
          http: plainHttp(),
          unverified: false,
        },
        { gatherMs: 5, settleMs: 100, probeMs: 500, maxSilenceMs: 1_000 },
      ),
    interests: () => ({
      version: '1',
      repositories: [],
      images: [],
      pipelines: [],
    }),
    upstream: {
      async add(count) {
        return Array.from({ length: count }, () => {
          added += 1;
          fake.set(wellApplication(`app-${added}`));
          return { kind: 'target' as const, key: `argocd/app-${added}` };
        });
      },
      async update({ key }) {
        const app = structuredClone(fake.apps.get(key)!);
        app.status.health = { status: 'Degraded', message: 'crash loop' };
        fake.set(app);
      },
      async remove({ key }) {
        fake.delete(key);
      },
      async malform({ key }) {
        const app = structuredClone(fake.apps.get(key)!);
        app.status.health = 'Healthy';
        fake.set(app);
      },
      misbehave: fake.upstream.misbehave,
      recover: fake.upstream.recover,
      secrets: [
        fake.account.password,
        'fixed-token-0123456789',
        'session-token-1-0123456789',
      ],
      // A list is one answer, however long; batches there are all the same.
      pageSize: 50,
    },
    operate: {
      async subject({ operation }) {
        added += 1;
        const app = wellApplication(`app-${added}`);
        if (operation === 'terminate') {
          app.operation = { sync: {} };
          app.status.operationState.phase = 'Running';
        }
        fake.set(app);
        const target = mapTarget(applicationSchema.parse(app), fake.url);
        return { kind: 'target', target };
      },
      effects: ({ operation }) =>
        fake.operations.done.filter(({ what }) => what === operation).length,
      paths: () => fake.paths,
      harmless: ['refresh', 'hardRefresh'],
    },
    close: fake.upstream.close,
  };
}

describeProviderContract('argocd with a token', () =>
  createHarness(() => ({
    type: 'token',
    token: { get: async () => 'fixed-token-0123456789' },
  })),
);

describeProviderContract('argocd with a login', () =>
  createHarness(({ account }) => ({
    type: 'login',
    username: account.username,
    password: { get: async () => account.password },
  })),
);
