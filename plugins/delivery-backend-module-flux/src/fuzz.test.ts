import fc from 'fast-check';
import type { FakeObject } from '@throughline/plugin-delivery-kubernetes-node/testing';
import { itemSchemas } from '@throughline/plugin-delivery-node/testing';
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

/** How many variations are tried; `FUZZ_RUNS=100000` for all that the module promises. */
const RUNS = Number(process.env.FUZZ_RUNS ?? 2_000);

const snapshot = {
  digest: `sha256:${'1'.repeat(64)}`,
  firstReconciled: '2026-11-01T08:00:00Z',
  lastReconciled: '2026-11-01T09:00:00Z',
  lastReconciledDuration: '1s',
  lastReconciledStatus: 'ReconciliationSucceeded',
  totalReconciliations: 2,
  metadata: { revision: `main@sha1:${SHA}` },
};
const APPLIERS = [
  failing,
  suspended,
  stalled,
  recorded,
  kustomization('shop', {
    status: { history: [snapshot, { ...snapshot, digest: 'sha256:2' }] },
  }),
  helmRelease('shop'),
  helmRelease('till', {
    spec: { test: { enable: true } },
    status: { history: [release(2, { testHooks: {} })] },
  }),
] as unknown as FakeObject[];
const SOURCES = [
  gitRepository(),
  helmRepository(),
  helmChart('shop', '1.2.0'),
  verified,
  oci,
] as unknown as FakeObject[];

type Json = Record<string, any>;

const words = fc.oneof(
  fc.constantFrom<unknown>(
    ...['True', 'False', 'Unknown', '', 'Ready', 'Stalled', 'Reconciling'],
    ...['deployed', 'failed', 'superseded', 'ReconciliationSucceeded'],
    ...[null, true, false, 0, -1, 1, 2, [], {}, '__proto__', '\u202e<b>'],
    ...[`main@sha1:${SHA}`, `x@sha256:${'e'.repeat(64)}`, '2026-13-45'],
    'GitRepository',
    undefined,
  ),
  fc.string(),
  fc.jsonValue({ maxDepth: 2 }),
);

/** Replaces some values anywhere in an object, or duplicates entries of its lists. */
const surgery = fc.array(
  fc.record({ place: fc.nat(), value: words, double: fc.boolean() }),
  { minLength: 1, maxLength: 5 },
);

function operate(
  object: unknown,
  cuts: { place: number; value: unknown; double: boolean }[],
): FakeObject {
  const copy = structuredClone(object) as Json;
  for (const { place, value, double } of cuts) {
    const places: [Json, string][] = [];
    const walk = (node: Json) => {
      for (const key of Object.keys(node)) {
        places.push([node, key]);
        if (typeof node[key] === 'object' && node[key] !== null) {
          walk(node[key]);
        }
      }
    };
    walk(copy);
    const [node, key] = places[place % places.length] ?? [copy, 'spec'];
    if (double && Array.isArray(node)) {
      node.push(structuredClone(node[Number(key)]));
    } else if (value === undefined) {
      delete node[key];
    } else {
      node[key] = value;
    }
  }
  // The kind is the lane's that reads it.
  copy.kind = (object as Json).kind;
  return copy as unknown as FakeObject;
}

/** What may be called healthy, judged by the bare object and by nothing of the module. */
function mayBeHealthy({ metadata, spec, status }: Json): boolean {
  const conditions: Json[] = status?.conditions ?? [];
  const ready = conditions.find(one => one.type === 'Ready');
  const seen = [status?.observedGeneration, ready?.observedGeneration].filter(
    one => typeof one === 'number',
  );
  return (
    spec?.suspend !== true &&
    !metadata.deletionTimestamp &&
    ready?.status === 'True' &&
    conditions.find(one => one.type === 'Stalled')?.status !== 'True' &&
    seen.length > 0 &&
    seen.every(one => one >= metadata.generation)
  );
}

function maySucceed(object: Json): number {
  return (object.status?.history ?? []).filter(
    (one: Json | null) =>
      one?.lastReconciledStatus === 'ReconciliationSucceeded' ||
      ((one?.status === 'deployed' || one?.status === 'superseded') &&
        !Object.values(one?.testHooks ?? {}).some(
          hook =>
            object.spec?.test?.enable === true &&
            object.spec.test.ignoreFailures !== true &&
            (hook as Json)?.phase === 'Failed',
        )),
  ).length;
}

function outcomeOf(object: FakeObject): string {
  try {
    read(object);
    return 'read';
  } catch (error) {
    return (error as Error).name;
  }
}

/** What is wrong with what the module makes of an object; nothing where the object is malformed and costs itself. */
function problemsOf(
  object: FakeObject,
  others: readonly FakeObject[],
): string[] {
  if (outcomeOf(object) !== 'read') {
    return [];
  }
  const mapped = map(object, others);
  const { target, deployments } = mapped;
  const succeeded = deployments.filter(one => one.outcome === 'succeeded');
  const isReady = (object as Json).status?.conditions?.some(
    (one: Json) => one.type === 'Ready' && one.status === 'True',
  );
  const claims: [string, boolean, boolean][] = [
    ['healthy', target.health.status === 'healthy', mayBeHealthy(object)],
    [
      'synced',
      target.sync.status === 'synced',
      isReady && (object as Json).spec.suspend !== true,
    ],
    // What was applied again is told twice.
    ['succeeded', succeeded.length > maySucceed(object) * 2, false],
    [
      'changing',
      JSON.stringify(map(object, others)) !== JSON.stringify(mapped),
      false,
    ],
  ];
  return [
    ...[target, ...deployments].flatMap(item =>
      (itemSchemas[item.kind].safeParse(item).error?.issues ?? []).map(
        ({ path, message }) => `${path.join('.')}: ${message}`,
      ),
    ),
    ...claims.flatMap(([name, claimed, told]) =>
      claimed && !told ? [name] : [],
    ),
  ];
}

describe('whatever comes', () => {
  it('is read or malformed, makes good items, the same each time, and never greener ones', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...APPLIERS),
        surgery,
        fc.constantFrom(...SOURCES),
        fc.option(surgery, { nil: undefined }),
        (applier, cuts, source, sourceCuts) => {
          const around = SOURCES.filter(one => one !== source).slice(0, 3);
          const changed = sourceCuts ? operate(source, sourceCuts) : source;
          const isRead = outcomeOf(changed) === 'read';
          const problems = problemsOf(
            operate(applier, cuts),
            isRead ? [...around, changed] : around,
          );
          expect(problems).toEqual([]);
        },
      ),
      { numRuns: RUNS, endOnFailure: true },
    );
  });

  it('does not have to be an object', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...[...APPLIERS, ...SOURCES].map(({ kind }) => kind)),
        fc.anything(),
        fc.anything(),
        (kind, spec, status) => {
          const metadata = { name: 'a', namespace: 'b', generation: 1 };
          const object = { kind, metadata, spec, status } as FakeObject;
          expect(['read', 'ZodError']).toContain(outcomeOf(object));
        },
      ),
      { numRuns: Math.ceil(RUNS / 10) },
    );
  });
});
