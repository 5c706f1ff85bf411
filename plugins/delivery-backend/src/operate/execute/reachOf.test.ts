import type { TargetView } from '@throughline/plugin-delivery-common';
import type { VersionOrder } from '../plan/VersionOrder';
import { reachOf } from './reachOf';
import { newMemory, noteReach } from './VersionMemory';

const SHA = 'a'.repeat(40);
const order = {
  wanted: { tag: '1.5.0' },
  edits: [],
} as unknown as VersionOrder;

const reach = (revision: string, sync: string, tag: string, more = {}) =>
  reachOf(
    {
      id: 't',
      version: { label: tag, image: { tag } },
      health: { status: 'healthy' },
      sync: { status: sync },
      desired: [{ revision }],
      ...more,
    } as unknown as TargetView,
    order,
    [SHA],
  );

describe('reachOf', () => {
  it.each([
    ['a commit of before', 'b', 'synced', '1.4.0', undefined],
    ['the commit, and differs from it', SHA, 'outOfSync', '1.4.0', 'seen'],
    ['the commit, and nobody knows more', SHA, 'unknown', '1.4.0', 'seen'],
    ['the commit, and agrees with it', SHA, 'synced', '1.4.0', 'synced'],
    ['a commit after it, and runs it', 'c', 'synced', '1.5.0', 'synced'],
    ['a commit after it, and is behind', 'c', 'outOfSync', '1.5.0', 'seen'],
    ['none, and runs it', '', 'unknown', '1.5.0', 'synced'],
  ])('of a target that knows %s', (_, revision, sync, tag, expected) => {
    expect(reach(revision, sync, tag)).toBe(expected);
  });

  it('says nothing of what is not there, or was not heard of lately', () => {
    expect(reachOf(undefined, order, [SHA])).toBeUndefined();
    expect(
      reach(SHA, 'synced', '1.5.0', { staleSince: '2026-11-26T12:00:00Z' }),
    ).toBeUndefined();
  });
});

it('what was applied once stays so, whatever comes after it', () => {
  const [wave] = newMemory(1).waves;
  noteReach(wave, 't', undefined);
  expect(wave.reached).toBeUndefined();
  for (const each of ['seen', 'synced', 'seen', undefined] as const) {
    noteReach(wave, 't', each);
  }
  expect(wave.reached).toEqual({ t: 'synced' });
});
