import type { RunItem } from '@throughline/plugin-delivery-node';
import { run, sha } from '../../tests/world';
import { newestRuns } from './newestRuns';

const failed: RunItem['status'] = { status: 'failed', raw: 'failure' };

function stored(
  minute: number,
  more: Partial<RunItem> = {},
  source = 'ci:one',
) {
  const key = `run-${source}-${minute}`;
  return {
    id: key,
    sourceId: source,
    item: run('b', {
      key,
      createdAt: `2026-11-01T11:${String(minute).padStart(2, '0')}:00.000Z`,
      ...more,
    }),
  };
}

function statuses(...runs: ReturnType<typeof stored>[]): string[] {
  return newestRuns(runs, sha('b')).map(({ status }) => status.status);
}

describe('newestRuns', () => {
  it('goes by the last word of a pipeline, in whatever order it is told', () => {
    expect(statuses(stored(1, { status: failed }), stored(2))).toEqual([
      'succeeded',
    ]);
    expect(statuses(stored(2), stored(1, { status: failed }))).toEqual([
      'succeeded',
    ]);
    expect(statuses(stored(1), stored(2, { status: failed }))).toEqual([
      'failed',
    ]);
  });

  it.each<[string, ReturnType<typeof stored>]>([
    ['another pipeline', stored(2, { pipeline: 'docs' })],
    ['another file of the same name', stored(2, { definition: 'docs.yml' })],
    ['another branch', stored(2, { branch: 'v1.1.0' })],
    ['another repository', stored(2, { repository: 'github.com/acme/x' })],
    ['another source', stored(2, {}, 'ci:two')],
  ])('takes no word of %s for it', (_, other) => {
    expect(statuses(stored(1, { status: failed }), other)).toEqual([
      'failed',
      'succeeded',
    ]);
  });

  it('is of the commit alone', () => {
    expect(statuses(stored(1, { sha: sha('a') }))).toEqual([]);
  });
});
