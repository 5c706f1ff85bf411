import { describeProviderContract } from '@throughline/plugin-delivery-node/testing';
import {
  FakeKubernetes,
  type FakePatch,
} from '@throughline/plugin-delivery-kubernetes-node/testing';
import type { SourceOperation } from '@throughline/plugin-delivery-node';
import { ConfigReader } from '@backstage/config';
import { readKubernetesConfig } from './config/readKubernetesConfig';
import { createKubernetesSource } from './source/createKubernetesSource';
import { deployment, pod, replicaSet } from './testing/fixtures';
import { ROLLOUTS_SERVED, targetOf, waitingRollout } from './testing/rollouts';

const PAGE_SIZE = 50;

async function createHarness() {
  const api = await FakeKubernetes.start({
    token: 'the-token-of-the-portal',
    resources: ROLLOUTS_SERVED,
  });
  const { clusters, ...config } = await readKubernetesConfig(
    new ConfigReader({
      delivery: {
        kubernetes: {
          operations: true,
          clusters: [{ name: 'prod', url: api.url, token: api.token }],
        },
      },
    }),
  );
  let count = 0;
  const nameOf = (key: string) => key.split('/')[3];

  return {
    createSource: () =>
      createKubernetesSource(clusters[0], config, {
        pageSize: PAGE_SIZE,
        timing: {
          backoffMs: 1,
          maxFailures: 2,
          gatherMs: 5,
          random: () => 0.5,
        },
      }),
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
          api.put('replicasets', replicaSet(name, '6b7f9'));
          api.put('pods', pod(name, '6b7f9', 'aaaaa'));
          api.put('pods', pod(name, '6b7f9', 'bbbbb'));
          api.put('deployments', deployment(name));
          return {
            kind: 'target' as const,
            key: `apps/Deployment/shop/${name}`,
          };
        });
      },
      async update({ key }: { key: string }) {
        api.put(
          'deployments',
          deployment(nameOf(key), { spec: { paused: true } }),
        );
      },
      async remove({ key }: { key: string }) {
        api.remove('deployments', 'shop', nameOf(key));
      },
      async malform({ key }: { key: string }) {
        api.put(
          'deployments',
          deployment(nameOf(key), { status: { readyReplicas: 'two' } }),
        );
      },
      misbehave: api.upstream.misbehave,
      recover: api.upstream.recover,
    },
    operate: {
      async subject({ operation }: SourceOperation) {
        const name = `operated-${++count}`;
        const object =
          operation === 'restart'
            ? api.put('deployments', deployment(name))
            : api.put('rollouts', waitingRollout(name));
        return { kind: 'target' as const, target: targetOf(object) };
      },
      effects: ({ operation }: SourceOperation) =>
        api.patches.filter(patch => operationOf(patch) === operation).length,
      paths: () => api.requests.map(({ path }) => path),
    },
    close: () => api.close(),
  };
}

/** Which operation a patch does; that which only notes what is about to be done does none. */
function operationOf({ plural, body }: FakePatch): string | undefined {
  if (plural === 'deployments') {
    return 'restart';
  }
  if (!body.status) {
    return undefined;
  }
  return body.status.abort ? 'abortRollout' : 'promoteRollout';
}

describeProviderContract('kubernetes', createHarness);
