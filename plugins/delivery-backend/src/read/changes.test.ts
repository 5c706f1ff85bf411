import type { RunStatus } from '@throughline/plugin-delivery-common';
import { stored } from '../tests/record';
import { run } from '../tests/world';
import { runOf } from './changes';

const at = (
  minute: number,
  status: RunStatus,
  more: Parameters<typeof run>[1] = {},
) =>
  stored(
    run('d', {
      status: { status },
      createdAt: `2026-11-01T11:0${minute}:00.000Z`,
      ...more,
    }),
  );

describe('of the runs of a commit, the one that matters', () => {
  it.each<[string, ReturnType<typeof at>[], RunStatus]>([
    [
      'a failure after a success',
      [at(1, 'succeeded'), at(2, 'failed')],
      'failed',
    ],
    [
      'a success after a failure',
      [at(1, 'failed'), at(2, 'succeeded')],
      'succeeded',
    ],
    [
      'a success of another pipeline after a failure',
      [at(1, 'failed'), at(2, 'succeeded', { pipeline: 'labels' })],
      'failed',
    ],
    [
      'a success of a pull request after a failure of the branch',
      [
        at(1, 'failed', { trigger: 'push' }),
        at(2, 'succeeded', { trigger: 'pull_request', branch: 'topic' }),
      ],
      'failed',
    ],
    [
      'a success of another pipeline after what cannot be told',
      [at(1, 'unknown'), at(2, 'succeeded', { pipeline: 'labels' })],
      'unknown',
    ],
    [
      'a success of another pipeline after a cancellation',
      [at(1, 'cancelled'), at(2, 'succeeded', { pipeline: 'labels' })],
      'cancelled',
    ],
    [
      'what was skipped after a success',
      [at(1, 'succeeded'), at(2, 'skipped', { pipeline: 'labels' })],
      'succeeded',
    ],
  ])('is right for %s', (_, runs, expected) => {
    expect(runOf(runs)?.item.status.status).toBe(expected);
    expect(runOf([...runs].reverse())?.item.status.status).toBe(expected);
  });

  it('is the build rather than the deployment that it set off', () => {
    const runs = [
      at(1, 'failed', { pipeline: 'build' }),
      at(2, 'succeeded', { pipeline: 'build' }),
      at(3, 'succeeded', { pipeline: 'deploy' }),
    ];
    expect(runOf(runs)?.item.pipeline).toBe('build');
    expect(runOf([...runs].reverse())?.item.pipeline).toBe('build');
  });
});
