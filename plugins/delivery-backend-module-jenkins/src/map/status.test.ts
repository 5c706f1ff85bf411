import { buildStatus } from './buildStatus';
import { stageStatus } from './stageStatus';

describe('the result of a build', () => {
  // All constants of hudson.model.Result.
  it.each([
    ['SUCCESS', 'succeeded', 'succeeded', 'succeeded'],
    ['UNSTABLE', 'failed', 'failed', 'failed'],
    ['FAILURE', 'failed', 'failed', 'failed'],
    ['NOT_BUILT', 'skipped', 'cancelled', 'failed'],
    ['ABORTED', 'cancelled', 'cancelled', 'failed'],
  ])('%s is %s', (result, run, deployment, operation) => {
    expect(buildStatus({ running: false, result })).toEqual({
      run: { status: run, raw: result },
      deployment,
      operation,
      ended: true,
    });
  });

  it.each(['SUCCESS', 'FAILURE', null, 'WHATEVER'])(
    'says nothing while it runs: %s',
    result => {
      expect(buildStatus({ running: true, result })).toEqual({
        run: { status: 'running', raw: 'building' },
        deployment: 'running',
        operation: 'running',
        ended: false,
      });
    },
  );

  it.each(['success', 'GREAT', 'constructor', '__proto__'])(
    'is unknown where it is not listed: %s',
    result => {
      expect(buildStatus({ running: false, result })).toMatchObject({
        run: {
          status: 'unknown',
          raw: result,
          reason: expect.stringContaining(result),
        },
        deployment: 'unknown',
        operation: 'unknown',
        ended: true,
      });
    },
  );

  it('is unknown, and not at its end, where there is none', () => {
    expect(buildStatus({ running: false, result: null })).toMatchObject({
      run: { status: 'unknown', reason: expect.any(String) },
      ended: false,
    });
  });
});

describe('the status of a stage', () => {
  // All constants of StatusExt of pipeline-rest-api, and the one that newer versions add.
  it.each([
    ['NOT_EXECUTED', 'skipped'],
    ['QUEUED', 'queued'],
    ['IN_PROGRESS', 'running'],
    ['PAUSED_PENDING_INPUT', 'waiting'],
    ['SUCCESS', 'succeeded'],
    ['UNSTABLE', 'failed'],
    ['FAILED', 'failed'],
    ['ABORTED', 'cancelled'],
  ])('%s is %s', (raw, status) => {
    expect(stageStatus(raw)).toEqual({ status, raw });
  });

  it.each(['FAILURE', 'success', 'toString', undefined, null, ''])(
    'is unknown where it is not listed: %s',
    raw => {
      expect(stageStatus(raw)).toMatchObject({
        status: 'unknown',
        reason: expect.any(String),
      });
    },
  );
});
