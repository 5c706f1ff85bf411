import type { Schedule } from '@throughline/plugin-delivery-common';
import { judgeCronJob } from './judgeCronJob';
import { judgeDaemonSet } from './judgeDaemonSet';
import { judgeDeployment } from './judgeDeployment';
import { judgeJob } from './judgeJob';
import { judgeRollout } from './judgeRollout';
import { judgeStatefulSet } from './judgeStatefulSet';

const settled = [
  { type: 'Available', status: 'True', reason: 'MinimumReplicasAvailable' },
  { type: 'Progressing', status: 'True', reason: 'NewReplicaSetAvailable' },
];
const fresh = { generation: 4, observedGeneration: 4 };

describe('judgeDeployment', () => {
  const well = {
    ...fresh,
    desired: 3,
    total: 3,
    updated: 3,
    ready: 3,
    available: 3,
    conditions: settled,
  };

  it.each([
    ['all well', {}, 'healthy', 'nothing said'],
    [
      'scaled to zero',
      { desired: 0, total: 0, updated: 0, ready: 0, available: 0 },
      'healthy',
      'scaled to zero',
    ],
    [
      'scaling to zero',
      { desired: 0, updated: 0, total: 2 },
      'progressing',
      'older revision',
    ],
    [
      'not looked at',
      { observedGeneration: undefined },
      'progressing',
      'has not looked at it',
    ],
    [
      'an older look',
      { observedGeneration: 3 },
      'progressing',
      'newest change',
    ],
    [
      'being deleted',
      { deletionTimestamp: '2026-01-01T00:00:00Z' },
      'progressing',
      'deleted',
    ],
    ['paused', { paused: true }, 'suspended', 'paused'],
    [
      'paused in the middle',
      { paused: true, updated: 1 },
      'suspended',
      'paused',
    ],
    ['half updated', { updated: 1 }, 'progressing', '1 of 3 pods are updated'],
    [
      'old pods left',
      { total: 4 },
      'progressing',
      '1 pods of an older revision',
    ],
    [
      'new pods not up yet',
      { available: 1, conditions: [] },
      'progressing',
      '1 of 3 pods are available',
    ],
    [
      'pods lost after the rollout',
      {
        available: 0,
        conditions: [
          {
            type: 'Available',
            status: 'False',
            reason: 'MinimumReplicasUnavailable',
          },
          settled[1],
        ],
      },
      'degraded',
      '0 of 3',
    ],
    [
      'a deadline exceeded',
      {
        updated: 1,
        conditions: [
          {
            type: 'Progressing',
            status: 'False',
            reason: 'ProgressDeadlineExceeded',
          },
        ],
      },
      'degraded',
      'did not finish in time',
    ],
    [
      'a deadline exceeded, then paused',
      {
        paused: true,
        conditions: [
          {
            type: 'Progressing',
            status: 'False',
            reason: 'ProgressDeadlineExceeded',
          },
        ],
      },
      'degraded',
      'did not finish in time',
    ],
    [
      'a quota in the way',
      {
        updated: 0,
        conditions: [
          {
            type: 'ReplicaFailure',
            status: 'True',
            reason: 'FailedCreate',
            message: 'exceeded quota',
          },
        ],
      },
      'degraded',
      'exceeded quota',
    ],
  ])('%s', (_, change, status, reason) => {
    const judged = judgeDeployment({ ...well, ...change });
    expect(judged.status).toBe(status);
    expect(judged.reason ?? 'nothing said').toContain(reason);
  });
});

describe('judgeStatefulSet', () => {
  const well = {
    ...fresh,
    onDelete: false,
    partition: 0,
    desired: 3,
    total: 3,
    updated: 3,
    ready: 3,
    available: 3,
    currentRevision: 'a',
    updateRevision: 'a',
  };

  it.each([
    ['all well', {}, 'healthy'],
    [
      'scaled to zero',
      { desired: 0, total: 0, updated: 0, ready: 0, available: 0 },
      'healthy',
    ],
    ['scaling down', { desired: 1 }, 'progressing'],
    ['an older look', { observedGeneration: 1 }, 'progressing'],
    ['not ready', { ready: 2 }, 'progressing'],
    ['ready but not available yet', { available: 2 }, 'progressing'],
    ['rolling', { updateRevision: 'b', updated: 1 }, 'progressing'],
    ['rolled', { updateRevision: 'b', updated: 3 }, 'healthy'],
    [
      'held by a partition',
      { updateRevision: 'b', updated: 1, partition: 2 },
      'suspended',
    ],
    [
      'rolling to a partition',
      { updateRevision: 'b', updated: 0, partition: 2 },
      'progressing',
    ],
    [
      'waiting to be deleted',
      { updateRevision: 'b', updated: 1, onDelete: true },
      'suspended',
    ],
  ])('%s', (_, change, status) => {
    expect(judgeStatefulSet({ ...well, ...change }).status).toBe(status);
  });
});

describe('judgeDaemonSet', () => {
  const well = {
    ...fresh,
    onDelete: false,
    desired: 3,
    updated: 3,
    ready: 3,
    available: 3,
  };

  it.each([
    ['all well', {}, 'healthy'],
    ['no node', { desired: 0, updated: 0, ready: 0, available: 0 }, 'healthy'],
    [
      'never looked at',
      { observedGeneration: undefined, desired: 0 },
      'progressing',
    ],
    ['rolling', { updated: 1 }, 'progressing'],
    ['not available', { available: 2 }, 'progressing'],
    ['waiting to be deleted', { updated: 1, onDelete: true }, 'suspended'],
  ])('%s', (_, change, status) => {
    expect(judgeDaemonSet({ ...well, ...change }).status).toBe(status);
  });
});

describe('judgeJob', () => {
  const running = { suspended: false, active: 1, failed: 0, conditions: [] };

  it.each([
    ['running', {}, 'progressing'],
    ['not started', { active: 0 }, 'progressing'],
    [
      'complete',
      { active: 0, conditions: [{ type: 'Complete', status: 'True' }] },
      'healthy',
    ],
    [
      'failed',
      {
        active: 0,
        conditions: [
          { type: 'Failed', status: 'True', reason: 'BackoffLimitExceeded' },
        ],
      },
      'degraded',
    ],
    [
      'about to fail',
      { conditions: [{ type: 'FailureTarget', status: 'True' }] },
      'degraded',
    ],
    ['suspended', { suspended: true, active: 0 }, 'suspended'],
    [
      'complete and suspended',
      { suspended: true, conditions: [{ type: 'Complete', status: 'True' }] },
      'healthy',
    ],
  ])('%s', (_, change, status) => {
    expect(judgeJob({ ...running, ...change }).status).toBe(status);
  });
});

describe('judgeCronJob', () => {
  const schedule: Schedule = {
    cron: '0 3 * * *',
    suspended: false,
    lastRunAt: '2026-11-02T03:00:00Z',
  };
  const run = (day: number, state: 'active' | 'succeeded' | 'failed') => ({
    state,
    startedAt: `2026-11-0${day}T03:00:01Z`,
  });

  it.each([
    [
      'last run succeeded',
      {},
      [run(1, 'failed'), run(2, 'succeeded')],
      'healthy',
    ],
    [
      'last run failed',
      {},
      [run(2, 'failed'), run(1, 'succeeded')],
      'degraded',
    ],
    [
      'running after a failure',
      {},
      [run(1, 'failed'), run(2, 'active')],
      'degraded',
    ],
    ['running for the first time', {}, [run(2, 'active')], 'progressing'],
    [
      'running after a success',
      {},
      [run(1, 'succeeded'), run(2, 'active')],
      'progressing',
    ],
    ['never ran', { lastRunAt: undefined }, [], 'unknown'],
    [
      'runs forgotten, success known',
      { lastSuccessAt: '2026-11-02T03:01:00Z' },
      [],
      'healthy',
    ],
    [
      'runs forgotten',
      { lastSuccessAt: '2026-11-01T03:01:00Z' },
      [],
      'unknown',
    ],
    ['newest run forgotten', {}, [run(1, 'succeeded')], 'unknown'],
    ['suspended', { suspended: true }, [run(2, 'succeeded')], 'suspended'],
    [
      'suspended after a failure',
      { suspended: true },
      [run(2, 'failed')],
      'suspended',
    ],
    ['Jobs cannot be seen', {}, undefined, 'unknown'],
  ])('%s', (_, change, runs, status) => {
    expect(judgeCronJob({ ...schedule, ...change }, runs).status).toBe(status);
  });
});

describe('judgeRollout', () => {
  const well = {
    generation: 4,
    observedGeneration: '4',
    phase: 'Healthy',
    paused: false,
    aborted: false,
    desired: 3,
    available: 3,
  };

  it.each([
    ['all well', {}, 'healthy'],
    ['an older look', { observedGeneration: '3' }, 'progressing'],
    ['a look that is a hash', { observedGeneration: '7d9f' }, 'healthy'],
    ['healthy, but fewer pods', { available: 2 }, 'progressing'],
    ['paused', { phase: 'Paused' }, 'suspended'],
    ['progressing', { phase: 'Progressing' }, 'progressing'],
    ['degraded', { phase: 'Degraded' }, 'degraded'],
    ['aborted', { phase: 'Paused', aborted: true }, 'degraded'],
    ['no phase', { phase: undefined }, 'unknown'],
    ['a phase of tomorrow', { phase: 'Splendid' }, 'unknown'],
  ])('%s', (_, change, status) => {
    expect(judgeRollout({ ...well, ...change }).status).toBe(status);
  });
});
