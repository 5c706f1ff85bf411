import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import type {
  DeploymentItem,
  Observation,
  TargetItem,
} from '@throughline/plugin-delivery-node';
import {
  applyObservations,
  NOTHING_OBSERVED,
  observeSource,
} from '@throughline/plugin-delivery-node/testing';
import type { ObserveTiming } from '@throughline/plugin-delivery-kubernetes-node';
import {
  untilWatching,
  type FakeKubernetes,
} from '@throughline/plugin-delivery-kubernetes-node/testing';
import { readKubernetesConfig } from '../config/readKubernetesConfig';
import { createKubernetesSource } from '../source/createKubernetesSource';

const INTERESTS = { version: '1', repositories: [], images: [], pipelines: [] };

/** Makes the source of a stand-in. */
export async function fakeSource(
  api: FakeKubernetes,
  options: { kubernetes?: JsonObject; timing?: ObserveTiming } = {},
) {
  const { clusters, ...config } = await readKubernetesConfig(
    new ConfigReader({
      delivery: {
        kubernetes: {
          clusters: [{ name: 'prod', url: api.url, token: api.token }],
          ...options.kubernetes,
        },
      },
    }),
  );
  return createKubernetesSource(clusters[0], config, {
    pageSize: 2,
    timing: { backoffMs: 1, gatherMs: 5, random: () => 0.5, ...options.timing },
  });
}

/** Observes a stand-in until a test ends it. */
export async function observeFake(
  api: FakeKubernetes,
  options: Parameters<typeof fakeSource>[1] & { cursor?: string } = {},
) {
  const source = await fakeSource(api, options);
  const running = observeSource(source, {
    interests: INTERESTS,
    cursor: options.cursor,
  });
  const known = () => applyObservations(NOTHING_OBSERVED, running.observations);
  const items = () => [...known().items.values()].map(({ item }) => item);
  const count = (type: Observation['type']) =>
    running.observations.filter(one => one.type === type).length;
  return {
    ...running,
    source,
    known,
    count,
    targets: () =>
      items().filter((item): item is TargetItem => item.kind === 'target'),
    target: (name: string) =>
      items().find(
        (item): item is TargetItem =>
          item.kind === 'target' && item.name === name,
      ),
    deployments: () =>
      items().filter(
        (item): item is DeploymentItem => item.kind === 'deployment',
      ),
    /** Waits for the end of the first collection, and for the watches. */
    async started() {
      await running.until(soFar =>
        soFar.some(({ type }) => type === 'checkpoint'),
      );
      await untilWatching(api);
    },
    async stop() {
      running.abort();
      return running.ended();
    },
  };
}
