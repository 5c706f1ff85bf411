import { changeOf, planOf } from '../fixtures/planOf';
import { judgeHealth, judgeSync } from './judge';
import { readChecks } from './readChecks';
import { readPlan } from './readPlan';

const NOW = Date.parse('2026-11-24T10:00:00Z');
const plannedAt = '2026-11-24T09:00:00Z';

const judge = (more: Record<string, unknown>, options: object = {}) =>
  judgeSync(readPlan(planOf(more)), {
    plannedAt,
    now: NOW,
    maxAgeMs: 86_400_000,
    ...options,
  });

describe('judgeSync', () => {
  const update = changeOf('a.b', ['update']);
  it.each<[string, Record<string, unknown>, string, string]>([
    ['no change', {}, 'synced', 'nothing'],
    [
      'a change',
      { resource_changes: [update], applyable: true },
      'outOfSync',
      '1 resource',
    ],
    [
      'reading only',
      { resource_changes: [changeOf('a.b', ['read'])] },
      'synced',
      'nothing',
    ],
    [
      'an import',
      {
        resource_changes: [
          changeOf('a.b', ['no-op'], { importing: { id: 'x' } }),
        ],
      },
      'outOfSync',
      '1 resource',
    ],
    [
      'what is forgotten',
      { resource_changes: [changeOf('a.b', ['forget'])] },
      'outOfSync',
      '1 resource',
    ],
    [
      'drift only',
      { resource_drift: [update] },
      'outOfSync',
      'outside of Terraform',
    ],
    ['outputs only', { applyable: true }, 'outOfSync', 'outputs or the state'],
    [
      'an action of tomorrow',
      { resource_changes: [changeOf('a.b', ['migrate'])] },
      'unknown',
      'could not be read',
    ],
    [
      'a broken change',
      { resource_changes: [{}, update] },
      'outOfSync',
      '1 resource',
    ],
    [
      'a broken change only',
      { resource_changes: [{}] },
      'unknown',
      'could not be read',
    ],
    ['a broken drift', { resource_drift: [7] }, 'unknown', 'could not be read'],
    [
      'refresh only',
      { resource_changes: undefined },
      'unknown',
      'refresh only',
    ],
    ['half of it', { complete: false }, 'unknown', 'not complete'],
    [
      'an error',
      { errored: true, resource_changes: [update] },
      'unknown',
      'with an error',
    ],
  ])('%s', (_, more, status, reason) => {
    expect(judge(more)).toMatchObject({
      status,
      reason: expect.stringContaining(reason),
    });
  });

  it.each<[string, object, string]>([
    ['too old', { now: NOW + 86_400_000 }, 'older than 24 h'],
    ['too old for this one', { maxAgeMs: 1_800_000 }, 'older than 30 min'],
    ['without a time', { plannedAt: undefined }, 'does not tell when'],
    ['of tomorrow', { now: NOW - 86_400_000 }, 'in the future'],
  ])('a plan %s says nothing', (_, options, reason) => {
    expect(judge({}, options)).toMatchObject({
      status: 'unknown',
      reason: expect.stringContaining(reason),
    });
  });

  it('turns once as time goes by, and stays the same before and after', () => {
    const verdicts = new Set<string>();
    for (let hour = 0; hour < 100; hour += 1) {
      verdicts.add(JSON.stringify(judge({}, { now: NOW + hour * 3_600_000 })));
    }
    expect(verdicts.size).toBe(2);
  });
});

describe('judgeHealth', () => {
  const checks = (...statuses: string[]) =>
    readChecks(
      statuses.map(status => ({
        address: { kind: 'check', to_display: `check.${status}` },
        status,
        instances: [{ problems: [{ message: 'not-a-real-secret' }] }],
      })),
    );
  const of = (plan: string[] | undefined, fresh = true, state?: string[]) =>
    judgeHealth(
      plan && { checks: checks(...plan), fresh },
      state && checks(...state),
    );

  it('is of checks only, and of those that are not too old', () => {
    expect(of(['pass'])).toMatchObject({ status: 'healthy' });
    expect(of(['pass'], false)).toMatchObject({ status: 'unknown' });
    expect(of(['pass', 'fail'])).toEqual({
      status: 'degraded',
      reason: 'check.fail failed',
    });
    expect(of(['pass', 'error'])).toMatchObject({ status: 'unknown' });
    expect(of(['pass', 'unknown'])).toMatchObject({ status: 'unknown' });
    expect(of(['pass', 'new'])).toMatchObject({ status: 'unknown' });
    expect(of([])).toMatchObject({ reason: expect.stringMatching(/observed/) });
    expect(of(undefined, true, ['fail'])).toMatchObject({ status: 'degraded' });
    expect(of(undefined, true, ['pass'])).toMatchObject({ status: 'unknown' });
  });

  it('is not of conditions of resources, which say nothing of how it fares', () => {
    const condition = {
      address: { kind: 'resource', to_display: 'a.b' },
      status: 'pass',
    };
    expect(
      judgeHealth({ checks: readChecks([condition]), fresh: true }, undefined),
    ).toMatchObject({ status: 'unknown' });
  });
});
