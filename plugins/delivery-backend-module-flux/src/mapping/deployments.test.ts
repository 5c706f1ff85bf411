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
import { outcomeOf as outcomeOfSnapshot } from './kustomizationDeployments';
import { outcomeOf } from './releaseDeployments';

const snapshot = (
  digest: string,
  first: string,
  last: string,
  parts: Record<string, unknown> = {},
) => ({
  digest: `sha256:${digest.repeat(64)}`,
  firstReconciled: `2026-11-01T${first}:00Z`,
  lastReconciled: `2026-11-01T${last}:00Z`,
  lastReconciledDuration: '2s',
  lastReconciledStatus: 'ReconciliationSucceeded',
  totalReconciliations: 3,
  metadata: { revision: `main@sha1:${digest.repeat(40)}` },
  ...parts,
});

const deploymentsOf = (...history: unknown[]) =>
  map(kustomization('shop', { status: { history } }), [gitRepository()])
    .deployments;

describe('the deployments of a Kustomization', () => {
  it.each([
    ['ReconciliationSucceeded', 'succeeded'],
    ['HealthCheckCanceled', 'cancelled'],
    ['ReconciliationFailed', 'failed'],
    ['PruneFailed', 'failed'],
    ['ArtifactFailed', 'failed'],
    ['BuildFailed', 'failed'],
    ['HealthCheckFailed', 'failed'],
    ['DependencyNotReady', 'failed'],
    ['Progressing', 'running'],
    ['ProgressingWithRetry', 'running'],
    ['SomethingNew', 'unknown'],
    ['', 'unknown'],
    ['constructor', 'unknown'],
  ])('%s is %s', (status, outcome) => {
    expect(outcomeOfSnapshot(status)).toBe(outcome);
  });

  it('are one for each content, with the time at which it was first applied', () => {
    expect(
      deploymentsOf(
        snapshot('b', '12:00', '18:00'),
        snapshot('a', '08:00', '11:59'),
      ),
    ).toMatchObject([
      {
        targetKey: 'Kustomization/flux-system/shop',
        revisions: ['b'.repeat(40)],
        outcome: 'succeeded',
        finishedAt: '2026-11-01T12:00:00.000Z',
        actor: { name: 'Flux', automated: true },
      },
      {
        revisions: ['a'.repeat(40)],
        finishedAt: '2026-11-01T08:00:00.000Z',
      },
    ]);
  });

  it('do not tick with each reconciliation', () => {
    const at = (last: string, totalReconciliations: number) =>
      JSON.stringify(
        deploymentsOf(snapshot('a', '08:00', last, { totalReconciliations })),
      );
    expect(at('09:00', 4)).toBe(at('10:00', 5));
  });

  it('do not count what fails after it had succeeded', () => {
    expect(
      deploymentsOf(
        snapshot('a', '10:00', '11:00', {
          lastReconciledStatus: 'HealthCheckFailed',
        }),
        snapshot('a', '08:00', '09:55'),
      ),
    ).toMatchObject([
      { outcome: 'succeeded', finishedAt: '2026-11-01T08:00:00.000Z' },
    ]);
  });

  it('keep a failure that was mended later', () => {
    expect(
      deploymentsOf(
        snapshot('a', '10:00', '11:00'),
        snapshot('a', '08:00', '09:55', {
          lastReconciledStatus: 'HealthCheckFailed',
        }),
      ).map(({ outcome }) => outcome),
    ).toEqual(['succeeded', 'failed']);
  });

  it('tell a roll back, which Flux only moves to the front', () => {
    const [again, ...others] = deploymentsOf(
      snapshot('a', '08:00', '18:00'),
      snapshot('b', '12:00', '15:00'),
    );
    expect(others).toHaveLength(2);
    expect(again).toMatchObject({
      revisions: ['a'.repeat(40)],
      startedAt: '2026-11-01T15:00:00.001Z',
      message: expect.stringContaining('does not remember when'),
    });
    expect(again.key).not.toBe(others[0].key);
    expect(again).not.toHaveProperty('finishedAt');
  });

  it('stand after what they replaced, though that was reconciled but once', () => {
    const [again, , replaced] = deploymentsOf(
      snapshot('a', '08:00', '18:00'),
      snapshot('b', '15:00', '15:00'),
    );
    expect(replaced.finishedAt).toBe('2026-11-01T15:00:00.000Z');
    expect(again.startedAt! > replaced.finishedAt!).toBe(true);
  });

  it('lose only what cannot be read', () => {
    expect(
      deploymentsOf({ digest: 7 }, snapshot('a', '08:00', '9')),
    ).toHaveLength(1);
  });
});

describe('the deployments of a HelmRelease', () => {
  const untested = { tested: false, conditions: [] };
  const tested = { tested: true, conditions: [] };

  it.each([
    ['deployed', 'succeeded'],
    ['superseded', 'succeeded'],
    ['failed', 'failed'],
    ['pending-install', 'running'],
    ['pending-upgrade', 'running'],
    ['pending-rollback', 'running'],
    ['uninstalling', 'unknown'],
    ['uninstalled', 'unknown'],
    ['unknown', 'unknown'],
    ['something-new', 'unknown'],
    ['constructor', 'unknown'],
  ])('%s is %s', (status, outcome) => {
    expect(outcomeOf({ status }, untested, true)).toBe(outcome);
  });

  it.each([
    ['passed', 'succeeded'],
    ['failed', 'failed'],
    ['running', 'running'],
    [undefined, 'running'],
  ] as const)('deployed, with tests that are %s, is %s', (tests, outcome) => {
    expect(outcomeOf({ status: 'deployed', tests }, tested, true)).toBe(
      outcome,
    );
  });

  it('failed where Flux says that its tests did', () => {
    expect(
      outcomeOf(
        { status: 'deployed' },
        {
          tested: true,
          conditions: [
            {
              type: 'TestSuccess',
              status: 'False',
              reason: 'TestFailed',
              message: '',
            },
          ],
        },
        true,
      ),
    ).toBe('failed');
    expect(outcomeOf({ status: 'superseded' }, tested, false)).toBe('unknown');
  });

  it('have Helm’s numbers, so that a gap shows', () => {
    const { deployments } = map(
      helmRelease('shop', {
        status: {
          history: [
            release(4, { action: 'rollback' }),
            release(3, { status: 'failed' }),
            release(1, { status: 'superseded' }),
          ],
        },
      }),
      [helmRepository(), helmChart('shop', '1.4.0')],
    );
    expect(deployments).toMatchObject([
      {
        key: 'HelmRelease/flux-system/shop@shop/shop.v4@2026-11-04T08:00:00.000Z',
        sequence: 3,
        revisions: ['1.4.0'],
        outcome: 'succeeded',
        trigger: 'rollback',
        startedAt: '2026-11-04T08:00:00.000Z',
        desired: [
          {
            url: 'https://charts.example.com',
            chart: 'shop',
            targetRevision: '1.x',
            revision: '1.4.0',
          },
        ],
      },
      { sequence: 2, outcome: 'failed', message: 'Helm says: failed' },
      { sequence: 0, outcome: 'succeeded' },
    ]);
  });

  it('are open while their tests run', () => {
    const { deployments } = map(
      helmRelease('shop', {
        spec: { test: { enable: true } },
        status: {
          conditions: [condition('Ready', 'Unknown', 'Progressing')],
          history: [release(1)],
        },
      }),
    );
    expect(deployments).toMatchObject([{ outcome: 'running' }]);
  });
});
