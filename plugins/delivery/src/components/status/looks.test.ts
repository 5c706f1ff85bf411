import {
  FLEET_STATES,
  HEALTH_STATUSES,
  RUN_STATUSES,
  SYNC_STATUSES,
} from '@throughline/plugin-delivery-common';
import { statusMessages } from '../../messages/status';
import {
  fleetLooks,
  healthLooks,
  outcomeLooks,
  reachLooks,
  runLooks,
  sourceLooks,
  syncLooks,
} from './looks';

describe('looks', () => {
  it.each([
    ['healthy', 'positive', 'Healthy'],
    ['progressing', 'info', 'Progressing'],
    ['degraded', 'negative', 'Degraded'],
    ['suspended', 'neutral', 'Suspended'],
    ['missing', 'warning', 'Missing'],
    ['unknown', 'neutral', 'Health unknown'],
  ] as const)('shows health %s as %s "%s"', (status, tone, word) => {
    expect(healthLooks[status].tone).toBe(tone);
    expect(statusMessages.health[status]).toBe(word);
  });

  it.each([
    ['synced', 'positive', 'Synced'],
    ['outOfSync', 'warning', 'Out of sync'],
    ['unknown', 'neutral', 'Sync unknown'],
  ] as const)('shows sync %s as %s "%s"', (status, tone, word) => {
    expect(syncLooks[status].tone).toBe(tone);
    expect(statusMessages.sync[status]).toBe(word);
  });

  it.each([
    ['health', HEALTH_STATUSES, healthLooks],
    ['sync', SYNC_STATUSES, syncLooks],
    ['run', RUN_STATUSES, runLooks],
    ['fleet', FLEET_STATES, fleetLooks],
    ['outcome', Object.keys(outcomeLooks), outcomeLooks],
    ['source', Object.keys(sourceLooks), sourceLooks],
    ['reach', Object.keys(reachLooks), reachLooks],
  ])('tells every %s apart without its colour', (_, statuses, looks) => {
    const icons = new Set(
      statuses.map(status => (looks as Record<string, any>)[status].Icon),
    );
    expect(icons.size).toBe(statuses.length);
  });

  it('gives a fresh green to nothing but what is well', () => {
    const green = Object.entries({
      ...healthLooks,
      ...syncLooks,
      ...runLooks,
      ...reachLooks,
    })
      .filter(([, look]) => look.tone === 'positive')
      .map(([status]) => status);
    expect(green.sort()).toEqual(['healthy', 'here', 'succeeded', 'synced']);
  });
});
