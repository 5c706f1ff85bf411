import type {
  HealthStatus,
  SyncStatus,
} from '@throughline/plugin-delivery-common';
import { laneTone } from './laneTone';

function tone(
  health: HealthStatus,
  sync: SyncStatus,
  more: Partial<Parameters<typeof laneTone>[0]> = {},
) {
  return laneTone({
    health: { status: health },
    sync: { status: sync },
    targets: [],
    ...more,
  });
}

describe('laneTone', () => {
  it.each([
    ['healthy', 'synced', 'positive'],
    ['healthy', 'outOfSync', 'warning'],
    ['healthy', 'unknown', 'neutral'],
    ['progressing', 'synced', 'info'],
    ['degraded', 'outOfSync', 'negative'],
    ['missing', 'synced', 'warning'],
    ['unknown', 'synced', 'neutral'],
    ['suspended', 'synced', 'neutral'],
  ] as const)('is of %s and %s: %s', (health, sync, expected) => {
    expect(tone(health, sync)).toBe(expected);
  });

  it('is neutral for whatever is not fresh', () => {
    const staleSince = '2026-11-23T11:48:00Z';
    expect(tone('healthy', 'synced', { staleSince })).toBe('neutral');
    expect(tone('degraded', 'synced', { staleSince })).toBe('neutral');
  });

  it('takes a rollout that waits at a step for under way', () => {
    expect(tone('suspended', 'synced', { waiting: 'canary at 20 %' })).toBe(
      'info',
    );
  });
});
