import type { FakeObject } from '@throughline/plugin-delivery-kubernetes-node/testing';
import { map } from '../__testUtils__/around';
import {
  condition,
  gitRepository,
  helmChart,
  helmRelease,
  helmRepository,
  kustomization,
  release,
} from '../__testUtils__/fluxObjects';

type Conditions = Record<string, unknown>[];

const of = (
  conditions: Conditions | undefined,
  more: {
    spec?: Record<string, unknown>;
    status?: Record<string, unknown>;
    metadata?: Record<string, unknown>;
  } = {},
): FakeObject =>
  kustomization('shop', {
    metadata: more.metadata,
    spec: more.spec,
    status: { conditions, ...more.status },
  });

const judge = (object: FakeObject) => {
  const { target } = map(object, [gitRepository()]);
  return { health: target.health.status, sync: target.sync.status };
};

const SUCCEEDED = [
  'ReconciliationSucceeded',
  'InstallSucceeded',
  'UpgradeSucceeded',
  'TestSucceeded',
  'RollbackSucceeded',
  'UninstallSucceeded',
  'Succeeded',
];
const FAILED = [
  'ReconciliationFailed',
  'PruneFailed',
  'ArtifactFailed',
  'BuildFailed',
  'HealthCheckFailed',
  'HealthCheckCanceled',
  'DependencyNotReady',
  'InstallFailed',
  'UpgradeFailed',
  'TestFailed',
  'RollbackFailed',
  'UninstallFailed',
];
const GOING = ['Progressing', 'ProgressingWithRetry', 'DependencyNotReady'];

describe('health and sync, by the table of the vendor’s words', () => {
  it.each(SUCCEEDED)('Ready=True: %s is healthy and synced', reason => {
    expect(judge(of([condition('Ready', 'True', reason)]))).toEqual({
      health: 'healthy',
      sync: 'synced',
    });
  });

  it.each([...FAILED, ...SUCCEEDED, 'SomethingNew'])(
    'Ready=False: %s is degraded, whatever the reason sounds like',
    reason => {
      expect(judge(of([condition('Ready', 'False', reason)]))).toEqual({
        health: 'degraded',
        sync: 'unknown',
      });
      expect(
        judge(
          of([
            condition('Reconciling', 'True', 'ProgressingWithRetry'),
            condition('Ready', 'False', reason),
          ]),
        ).health,
      ).toBe('degraded');
    },
  );

  it.each(GOING)('Ready=Unknown: %s is progressing', reason => {
    expect(judge(of([condition('Ready', 'Unknown', reason)]))).toEqual({
      health: 'progressing',
      sync: 'unknown',
    });
  });

  it.each<[string, FakeObject, string, string]>([
    [
      'suspended comes first, even of what is ready',
      of([condition('Ready', 'True')], { spec: { suspend: true } }),
      'suspended',
      'unknown',
    ],
    [
      'suspended comes first, even of what is stalled',
      of([condition('Stalled', 'True')], { spec: { suspend: true } }),
      'suspended',
      'unknown',
    ],
    [
      'stalled is worse than ready',
      of([condition('Ready', 'True'), condition('Stalled', 'True')]),
      'degraded',
      'synced',
    ],
    [
      'a status that is not in the schema',
      of([condition('Ready', 'Maybe')]),
      'unknown',
      'unknown',
    ],
    [
      'a stalled status that is not in the schema',
      of([condition('Ready', 'True'), condition('Stalled', 'Maybe')]),
      'unknown',
      'synced',
    ],
    [
      'ready, but of an older generation',
      of([condition('Ready', 'True')], { metadata: { generation: 2 } }),
      'progressing',
      'unknown',
    ],
    [
      'ready, of the generation, by a condition of an older one',
      of([{ ...condition('Ready', 'True'), observedGeneration: 0 }]),
      'progressing',
      'unknown',
    ],
    [
      'ready, without a word of which generation',
      of([{ ...condition('Ready', 'True'), observedGeneration: undefined }], {
        status: { observedGeneration: undefined },
      }),
      'unknown',
      'unknown',
    ],
    [
      'failed, of an older generation',
      of([condition('Ready', 'False')], { metadata: { generation: 2 } }),
      'degraded',
      'unknown',
    ],
    [
      'new, with the default of the schema',
      of(undefined, {
        status: {
          observedGeneration: -1,
          lastAppliedRevision: undefined,
          lastAttemptedRevision: undefined,
        },
      }),
      'progressing',
      'outOfSync',
    ],
    ['without conditions', of([]), 'unknown', 'unknown'],
    [
      'being reconciled for the first time',
      of([condition('Reconciling', 'True', 'Progressing')]),
      'progressing',
      'unknown',
    ],
    [
      'being deleted',
      of([condition('Ready', 'True')], {
        metadata: { deletionTimestamp: '2026-11-01T08:00:00Z' },
      }),
      'progressing',
      'unknown',
    ],
    [
      'drifted',
      of([condition('Ready', 'True'), condition('Drifted', 'True')]),
      'healthy',
      'outOfSync',
    ],
    [
      'attempted and not applied',
      of([condition('Ready', 'False', 'HealthCheckFailed')], {
        status: { lastAttemptedRevision: `main@sha1:${'b'.repeat(40)}` },
      }),
      'degraded',
      'outOfSync',
    ],
    [
      'the older way to write the same revision',
      of([condition('Ready', 'True')], {
        status: {
          lastAttemptedRevision:
            'main/c933408394a3af8fa7208af8c9abf7fe430f99d4',
        },
      }),
      'healthy',
      'synced',
    ],
  ])('%s', (_, object, health, sync) => {
    expect(judge(object)).toEqual({ health, sync });
  });

  it('keeps the words of Flux', () => {
    const { target } = map(
      of([condition('Ready', 'False', 'BuildFailed', 'no\nsuch file')]),
      [gitRepository()],
    );
    expect(target.health).toEqual({
      status: 'degraded',
      raw: 'Ready=False: BuildFailed',
      reason: 'BuildFailed: no such file',
    });
    expect(target.conditions).toEqual([
      {
        type: 'Ready',
        message: 'BuildFailed: no such file',
        severity: 'error',
      },
    ]);
  });
});

describe('a HelmRelease', () => {
  it.each([
    ['the chart that was tried is deployed', {}, 'synced'],
    [
      'another chart was tried',
      { lastAttemptedRevision: '1.3.0' },
      'outOfSync',
    ],
    [
      'other values were tried',
      { lastAttemptedConfigDigest: `sha256:${'b'.repeat(64)}` },
      'outOfSync',
    ],
    [
      'nothing is deployed',
      { history: [release(2, { status: 'failed' })] },
      'outOfSync',
    ],
  ])('%s', (_, status, sync) => {
    const around = [helmRepository(), helmChart('shop', '1.2.0')];
    expect(
      map(helmRelease('shop', { status }), around).target.sync.status,
    ).toBe(sync);
  });
});

describe('a source that cannot be believed', () => {
  it.each<[string, FakeObject[], string]>([
    [
      'FetchFailed',
      [
        gitRepository('gitops', {
          status: {
            conditions: [
              condition(
                'FetchFailed',
                'True',
                'GitOperationFailed',
                'no route',
              ),
              condition('Ready', 'False', 'GitOperationFailed', 'no route'),
            ],
          },
        }),
      ],
      'error',
    ],
    [
      'ArtifactOutdated',
      [
        gitRepository('gitops', {
          status: {
            conditions: [
              condition('ArtifactOutdated', 'True', 'NewRevision'),
              condition('Ready', 'Unknown', 'Progressing'),
            ],
          },
        }),
      ],
      'warning',
    ],
    [
      'SourceNotReady',
      [
        gitRepository('gitops', {
          status: { conditions: [condition('Ready', 'False', 'New')] },
        }),
      ],
      'error',
    ],
    [
      'SourceSuspended',
      [gitRepository('gitops', { spec: { suspend: true } })],
      'warning',
    ],
    ['SourceMissing', [], 'error'],
  ])('%s: nobody knows what Git asks for', (type, sources, severity) => {
    const { target } = map(kustomization('shop'), sources);
    expect(target.sync).toMatchObject({
      status: 'unknown',
      reason: expect.stringContaining('GitRepository flux-system/gitops'),
    });
    expect(target.health.status).toBe('healthy');
    expect(target.conditions).toContainEqual(
      expect.objectContaining({ type, severity }),
    );
  });

  it('is not missing where it cannot be looked at', () => {
    const { target } = map(kustomization('shop'), [], ['GitRepository']);
    expect(target.sync.status).toBe('synced');
    expect(target.conditions).toMatchObject([{ type: 'SourceUnseen' }]);
  });
});
