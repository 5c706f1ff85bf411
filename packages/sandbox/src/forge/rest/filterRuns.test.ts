import { RunRecord } from '../records';
import { filterRuns } from './filterRuns';

const run = (id: number, createdAt: string): RunRecord => ({
  kind: 'run',
  id,
  number: id,
  attempt: 1,
  workflow: 'ci.yml',
  event: 'push',
  branch: 'main',
  sha: 'a',
  title: 't',
  actor: 'maya',
  status: 'completed',
  conclusion: id % 2 ? 'success' : 'failure',
  createdAt,
  startedAt: createdAt,
  updatedAt: createdAt,
  jobs: [],
});

describe('filterRuns', () => {
  const runs = [
    run(3, '2026-11-03T23:00:00Z'),
    run(2, '2026-11-02T12:00:00Z'),
    run(1, '2026-11-01T00:00:00Z'),
  ];
  const ids = (created: string) =>
    filterRuns(runs, { created }).map(each => each.id);

  it.each([
    ['>=2026-11-02', [3, 2]],
    ['>2026-11-02', [3]],
    ['<=2026-11-02', [2, 1]],
    ['<2026-11-02', [1]],
    ['2026-11-02', [2]],
    ['2026-11-01..2026-11-02', [2, 1]],
    ['2026-11-03..*', [3]],
    ['>=2026-11-02T13:00:00Z', [3]],
  ])('understands %s', (created, expected) => {
    expect(ids(created)).toEqual(expected);
  });

  it('takes a conclusion for a status', () => {
    expect(
      filterRuns(runs, { status: 'failure' }).map(each => each.id),
    ).toEqual([2]);
  });

  it('ends a filtered list at 1,000', () => {
    const many = Array.from({ length: 1_500 }, (_, id) =>
      run(id, '2026-11-01T00:00:00Z'),
    );
    expect(filterRuns(many, {})).toHaveLength(1_500);
    expect(filterRuns(many, { branch: 'main' })).toHaveLength(1_000);
  });
});
