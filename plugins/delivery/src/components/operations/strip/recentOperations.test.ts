import { minutesAgo, NOW, operation } from '../../../__testUtils__';
import { recentOperations } from './recentOperations';

const now = Date.parse(NOW);

describe('recentOperations', () => {
  it('puts what is under way before what ended just now, and leaves out the rest', () => {
    const shown = recentOperations(
      [
        operation({
          id: 'just now',
          state: 'failed',
          requestedAt: minutesAgo(4),
          finishedAt: minutesAgo(1),
        }),
        operation({
          id: 'old',
          state: 'succeeded',
          finishedAt: minutesAgo(11),
        }),
        operation({
          id: 'waiting for days',
          state: 'waiting',
          requestedAt: minutesAgo(5000),
        }),
        operation({ id: 'newer', state: 'queued', requestedAt: minutesAgo(2) }),
        operation({ id: 'no end known', state: 'unknown' }),
      ],
      now,
    );
    expect(shown.map(({ id }) => id)).toEqual([
      'newer',
      'waiting for days',
      'just now',
    ]);
  });

  it('minds no clock that is ahead', () => {
    expect(
      recentOperations(
        [operation({ state: 'succeeded', finishedAt: minutesAgo(-3) })],
        now,
      ),
    ).toHaveLength(1);
  });
});
