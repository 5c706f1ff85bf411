import fc from 'fast-check';
import { HEALTH_STATUSES, worstHealth, type HealthStatus } from './health';
import { isTerminalRun, RUN_STATUSES } from './run';
import { SYNC_STATUSES, worstSync, type SyncStatus } from './sync';

describe.each([
  ['health', HEALTH_STATUSES, worstHealth],
  ['sync', SYNC_STATUSES, worstSync],
] as const)('the worst %s of several', (_, statuses, worst) => {
  const one = fc.record({
    status: fc.constantFrom<any>(...statuses),
    reason: fc.string(),
  });
  const worstOf = (list: { status: any; reason: string }[]) => worst(list);

  it('is unknown for none at all', () => {
    expect(worstOf([])).toEqual({
      status: 'unknown',
      reason: 'nothing was observed',
    });
  });

  it('is one of them, and none is worse', () => {
    fc.assert(
      fc.property(fc.array(one, { minLength: 1 }), list => {
        const result = worstOf(list);
        const rank = (status: string) =>
          (statuses as readonly string[]).indexOf(status);
        expect(list).toContain(result);
        expect(rank(result.status)).toBe(
          Math.max(...list.map(({ status }) => rank(status))),
        );
      }),
    );
  });

  it('is the same in whatever order and grouping they come', () => {
    fc.assert(
      fc.property(fc.array(one, { minLength: 1 }), one, (list, last) => {
        const { status } = worstOf([...list, last]);
        expect(worstOf([last, ...list].reverse()).status).toBe(status);
        expect(worstOf([worstOf(list) as never, last]).status).toBe(status);
      }),
    );
  });
});

it('no doubt hides behind a green', () => {
  const of = (...statuses: HealthStatus[]) =>
    worstHealth(statuses.map(status => ({ status }))).status;
  expect(of('healthy', 'unknown')).toBe('unknown');
  expect(of('healthy', 'progressing', 'unknown')).toBe('unknown');
  expect(of('unknown', 'degraded')).toBe('degraded');
  const sync = (...statuses: SyncStatus[]) =>
    worstSync(statuses.map(status => ({ status }))).status;
  expect(sync('synced', 'unknown')).toBe('unknown');
  expect(sync('synced', 'unknown', 'outOfSync')).toBe('outOfSync');
});

it('what waits or is not known has not come to its end', () => {
  expect(RUN_STATUSES.filter(isTerminalRun)).toEqual([
    'succeeded',
    'failed',
    'cancelled',
    'skipped',
  ]);
});
