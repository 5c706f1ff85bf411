import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import type { ObserveTiming } from '@throughline/plugin-delivery-kubernetes-node';
import {
  FakeKubernetes,
  untilWatching,
  type FakeRequest,
} from '@throughline/plugin-delivery-kubernetes-node/testing';
import type {
  ArtifactItem,
  Observation,
  RunItem,
} from '@throughline/plugin-delivery-node';
import {
  applyObservations,
  NOTHING_OBSERVED,
  observeSource,
} from '@throughline/plugin-delivery-node/testing';
import { readTektonConfig } from '../config/readTektonConfig';
import { createTektonSource } from '../source/createTektonSource';

export const INTERESTS = {
  version: '1',
  repositories: [],
  images: [],
  pipelines: [],
};

/** Starts a cluster that serves Tekton in a version. */
export function startTekton(version = 'v1'): Promise<FakeKubernetes> {
  const group = 'tekton.dev';
  return FakeKubernetes.start({
    token: 'the-token-of-the-portal',
    resources: [
      { group, version, plural: 'pipelineruns', kind: 'PipelineRun' },
      { group, version, plural: 'taskruns', kind: 'TaskRun' },
      { group, version, plural: 'pipelines', kind: 'Pipeline' },
    ],
  });
}

/** Makes the source of a stand-in. */
export async function fakeSource(
  api: FakeKubernetes,
  options: {
    tekton?: JsonObject;
    timing?: ObserveTiming;
    pageSize?: number;
  } = {},
) {
  const { clusters, keepFinished } = await readTektonConfig(
    new ConfigReader({
      delivery: {
        kubernetes: {
          clusters: [{ name: 'tools', url: api.url, token: api.token }],
        },
        ...(options.tekton && { tekton: options.tekton }),
      },
    }),
  );
  return createTektonSource(clusters[0], {
    keepFinished,
    pageSize: options.pageSize ?? 2,
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
  const known = () => applyObservations(NOTHING_OBSERVED, running.observations);
  const items = () => [...known().items.values()].map(({ item }) => item);
  return {
    ...running,
    known,
    count: (type: Observation['type']) =>
      running.observations.filter(one => one.type === type).length,
    runs: () => items().filter((item): item is RunItem => item.kind === 'run'),
    run: (key: string) =>
      items().find(
        (item): item is RunItem => item.kind === 'run' && item.key === key,
      ),
    artifacts: () =>
      items().filter((item): item is ArtifactItem => item.kind === 'artifact'),
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

/** Forbids to list and watch a resource, in a namespace or everywhere. */
export function forbidding(plural: string, namespace?: string) {
  return (request: FakeRequest) =>
    request.plural === plural && request.namespace === namespace;
}
