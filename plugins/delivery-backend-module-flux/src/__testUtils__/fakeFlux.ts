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
  FakeKubernetes,
  untilWatching,
} from '@throughline/plugin-delivery-kubernetes-node/testing';
import { readFluxConfig } from '../config/readFluxConfig';
import { FLUX_RESOURCES, HELM_WORKLOADS } from '../objects/kinds';
import { createFluxSource } from '../source/createFluxSource';

const INTERESTS = { version: '1', repositories: [], images: [], pipelines: [] };

/** What a cluster with Flux serves. */
export const FLUX_SERVED = [
  { group: '', version: 'v1', plural: 'events', kind: 'Event' },
  ...[...HELM_WORKLOADS, ...FLUX_RESOURCES].map(({ group, kind }) => ({
    group,
    version: kind === 'HelmRelease' ? 'v2' : 'v1',
    plural: pluralOf(kind),
    kind,
  })),
];

/** The name of a kind in paths. */
export function pluralOf(kind: string): string {
  const lower = kind.toLocaleLowerCase('en-US');
  return lower.endsWith('y') ? `${lower.slice(0, -1)}ies` : `${lower}s`;
}

/** Starts a stand-in of a cluster with Flux. */
export function startFakeFlux(
  resources: typeof FLUX_SERVED = FLUX_SERVED,
): Promise<FakeKubernetes> {
  return FakeKubernetes.start({ resources, token: 'the-token-of-the-portal' });
}

/** Makes the source of a stand-in. */
export async function fakeSource(
  api: FakeKubernetes,
  options: {
    flux?: JsonObject;
    timing?: ObserveTiming;
    pageSize?: number;
    sourceWaitMs?: number;
  } = {},
) {
  const config = await readFluxConfig(
    new ConfigReader({
      delivery: {
        kubernetes: {
          clusters: [{ name: 'prod-eu', url: api.url, token: api.token }],
        },
        ...(options.flux && { flux: options.flux }),
      },
    }),
  );
  return createFluxSource(config.clusters[0], config, {
    pageSize: options.pageSize ?? 2,
    sourceWaitMs: options.sourceWaitMs ?? 0,
    timing: {
      backoffMs: 1,
      maxFailures: 2,
      gatherMs: 5,
      random: () => 0.5,
      ...options.timing,
    },
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
  const items = () =>
    [
      ...applyObservations(
        NOTHING_OBSERVED,
        running.observations,
      ).items.values(),
    ].map(({ item }) => item);
  return {
    ...running,
    source,
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
    count: (type: Observation['type']) =>
      running.observations.filter(one => one.type === type).length,
    /** Waits for the end of the first collection, and for the watches. */
    async started(watches = 1) {
      await running.until(soFar =>
        soFar.some(({ type }) => type === 'checkpoint'),
      );
      await untilWatching(api, watches);
    },
    async stop() {
      running.abort();
      return running.ended();
    },
  };
}
