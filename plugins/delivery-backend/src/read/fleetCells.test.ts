import { linked, pageOf, record, runs, stored } from '../tests/record';
import { run, workload } from '../tests/world';
import { fleetRows } from './fleetCells';
import { Freshness } from './freshness';

const rowsOf = (from: ReturnType<typeof record>) =>
  fleetRows(from.entity, pageOf(from))!;

describe('the row of a service on the fleet page', () => {
  it('counts neither what is suspended nor what is contested as healthy', () => {
    const suspended = rowsOf(
      record({
        targets: [
          linked('x', 'production', {
            ...runs('1.0.0'),
            health: { status: 'suspended' },
          }),
        ],
      }),
    );
    expect(suspended.row).toMatchObject({ progressing: 1 });
    const contested = rowsOf(
      record({
        targets: [linked('x', 'production', {}, { trust: 'contested' })],
      }),
    );
    expect(contested.row).toMatchObject({ unknown: 1 });
  });

  it('tells the last run of the main branch, and not that of a pull request', () => {
    const { row } = rowsOf(
      record({
        targets: [linked('x', 'production', runs('1.0.0'))],
        runs: [
          stored(
            run('e', {
              branch: 'topic',
              createdAt: '2026-11-01T12:00:00.000Z',
            }),
          ),
          stored(run('d', { status: { status: 'failed' } })),
        ],
      }),
    );
    expect(row.failing).toBe(1);
    expect(JSON.parse(row.last_run!)).toMatchObject({
      status: 'failed',
      sourceId: 'forge:one',
    });
  });

  it('is stale where a part of a source that is fresh cannot be observed', () => {
    const target = linked('x', 'production', runs('1.0.0'), {
      workloads: [workload('x')],
    });
    const since = '2026-11-02T00:00:00.000Z';
    const from = record({
      targets: [target],
      unobserved: new Map([[target.workloads[0].id, since]]),
    });
    const { row, cells } = rowsOf(from);
    const freshness = new Freshness([], 'never');
    expect(freshness.oldestOf([cells[0].sources.split('|')[1]])).toBe(since);
    expect(row.sources).toBe(cells[0].sources);
    expect(pageOf(from).lanes[2]).toMatchObject({
      staleSince: since,
      targets: [{ staleSince: since }],
    });
  });
});
