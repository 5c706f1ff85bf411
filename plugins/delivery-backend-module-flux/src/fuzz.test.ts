import { ZodError } from 'zod';
import type { FakeObject } from '@throughline/plugin-delivery-kubernetes-node/testing';
import { describeFuzz } from '@throughline/plugin-delivery-node/testing';
import failing from './__fixtures__/kustomization-failing-while-reconciling.json';
import suspended from './__fixtures__/kustomization-suspended-still-ready.json';
import stalled from './__fixtures__/helmrelease-stalled-test-failed.json';
import recorded from './__fixtures__/kustomization.json';
import verified from './__fixtures__/verified_git_repository.json';
import oci from './__fixtures__/oci_repository.json';
import { map, read } from './__testUtils__/around';
import {
  gitRepository,
  helmChart,
  helmRelease,
  helmRepository,
  kustomization,
  release,
  SHA,
} from './__testUtils__/fluxObjects';

type Json = Record<string, any>;

/** What a cluster lists that belongs together. */
interface Listed {
  applier: unknown;
  sources: unknown;
}

const snapshot = {
  digest: `sha256:${'1'.repeat(64)}`,
  firstReconciled: '2026-11-01T08:00:00Z',
  lastReconciled: '2026-11-01T09:00:00Z',
  lastReconciledDuration: '1s',
  lastReconciledStatus: 'ReconciliationSucceeded',
  totalReconciliations: 2,
  metadata: { revision: `main@sha1:${SHA}` },
};
const KUSTOMIZATIONS = [
  failing,
  suspended,
  recorded,
  kustomization('shop', {
    status: { history: [snapshot, { ...snapshot, digest: 'sha256:2' }] },
  }),
];
const RELEASES = [
  stalled,
  helmRelease('shop'),
  helmRelease('till', {
    spec: { test: { enable: true } },
    status: { history: [release(2, { testHooks: {} })] },
  }),
];
const SOURCES = [
  gitRepository(),
  helmRepository(),
  helmChart('shop', '1.2.0'),
  verified,
  oci,
] as Json[];

const list = (value: unknown): any[] => (Array.isArray(value) ? value : []);

/** An object as the lane of its kind reads it; one that is malformed costs itself. */
function readable(object: unknown, kind: string): FakeObject[] {
  const one = { ...Object(object), kind } as FakeObject;
  try {
    read(one);
    return [one];
  } catch (error) {
    if (error instanceof ZodError) {
      return [];
    }
    throw error;
  }
}

function readAs(kind: string) {
  return (listed: Listed | null) => {
    const sources = list(listed?.sources).flatMap((source, index) =>
      readable(source, SOURCES[index % SOURCES.length].kind),
    );
    return readable(listed?.applier, kind).flatMap(applier => {
      const { target, deployments } = map(applier, sources);
      return [target, ...deployments];
    });
  };
}

/** What may be called healthy, judged by the bare object. */
function mayBeHealthy({ metadata, spec, status }: Json): boolean {
  const conditions = list(status.conditions);
  const ready = conditions.find(one => one?.type === 'Ready');
  const seen = [status.observedGeneration, ready.observedGeneration].filter(
    one => typeof one === 'number',
  );
  return (
    spec.suspend !== true &&
    !metadata.deletionTimestamp &&
    ready.status === 'True' &&
    conditions.find(one => one?.type === 'Stalled')?.status !== 'True' &&
    seen.length > 0 &&
    seen.every(one => one >= metadata.generation)
  );
}

function isReady({ spec, status }: Json): boolean {
  return (
    spec.suspend !== true &&
    list(status.conditions).some(
      one => one?.type === 'Ready' && one.status === 'True',
    )
  );
}

/** Whether its history holds anything that went well. */
function maySucceed({ spec, status }: Json): boolean {
  const counts = spec.test?.enable === true && !spec.test.ignoreFailures;
  return list(status.history).some(
    one =>
      one?.lastReconciledStatus === 'ReconciliationSucceeded' ||
      (['deployed', 'superseded'].includes(one?.status) &&
        !(
          counts &&
          Object.values(Object(one.testHooks)).some(
            hook => Object(hook).phase === 'Failed',
          )
        )),
  );
}

/** Whether a source says that its signature was checked. */
function isVerified(source: Json): boolean {
  return list(source?.status?.conditions).some(
    one => one?.type === 'SourceVerified' && one.status === 'True',
  );
}

const subject = (kind: string, appliers: readonly unknown[]) => ({
  name: `a ${kind} with sources`,
  payloads: appliers.map(applier => ({ applier, sources: SOURCES })),
  words: [
    ...['True', 'False', 'Unknown', 'Ready', 'Stalled', 'Reconciling'],
    ...['deployed', 'failed', 'superseded', 'ReconciliationSucceeded'],
    ...['SourceVerified', 'GitRepository', `main@sha1:${SHA}`, 1, 2],
  ],
  read: readAs(kind),
  says({ of }: { of: string }, { applier, sources }: Json): boolean {
    switch (of) {
      case 'health':
        return mayBeHealthy(applier);
      case 'sync':
      case 'operation':
        return isReady(applier);
      case 'verification':
        return list(sources).some(isVerified);
      default:
        return maySucceed(applier);
    }
  },
});

describeFuzz('Flux', [
  subject('Kustomization', KUSTOMIZATIONS),
  subject('HelmRelease', RELEASES),
]);
