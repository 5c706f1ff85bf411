import { ConfigReader } from '@backstage/config';
import { readCollectConfig } from './collect';

const DAY = 24 * 3600 * 1000;

function read(collect: unknown) {
  return readCollectConfig(
    new ConfigReader({ delivery: { collect } } as never),
  );
}

describe('readCollectConfig', () => {
  it('has defaults', () => {
    expect(readCollectConfig(new ConfigReader({}))).toEqual({
      staleAfterMs: 120_000,
      staleAfterMsBySystem: new Map(),
      retention: {
        deployments: 730 * DAY,
        runs: 90 * DAY,
        commits: 400 * DAY,
      },
    });
  });

  it('reads durations however they are written', () => {
    expect(
      read({
        staleAfter: '5 minutes',
        staleAfterBySystem: { github: { minutes: 20 } },
        retention: { runs: 'P30D' },
      }),
    ).toMatchObject({
      staleAfterMs: 300_000,
      staleAfterMsBySystem: new Map([['github', 1_200_000]]),
      retention: { runs: 30 * DAY, deployments: 730 * DAY },
    });
  });

  it.each([
    [{ staleAfter: 'soon' }, "'delivery.collect.staleAfter': it is not a"],
    [{ staleAfter: 5 }, "'delivery.collect.staleAfter': it is not a"],
    [{ staleAfter: '1s' }, "'delivery.collect.staleAfter': it is too short"],
    [
      { staleAfterBySystem: { github: '1s' } },
      "'delivery.collect.staleAfterBySystem.github': it is too short",
    ],
    [
      { retention: { runs: '1h' } },
      "'delivery.collect.retention.runs': it is too short",
    ],
    [
      { retention: { run: '100d' } },
      "'delivery.collect.retention.run': there is no such key",
    ],
    [{ stale: '1d' }, "'delivery.collect.stale': there is no such key"],
  ])('refuses %j', (collect, message) => {
    expect(() => read(collect)).toThrow(message);
  });
});
