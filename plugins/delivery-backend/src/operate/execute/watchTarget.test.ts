import type { TargetView } from '@throughline/plugin-delivery-common';
import type { VersionOrder } from '../plan/VersionOrder';
import { watchTarget } from './watchTarget';

const SHA = 'a'.repeat(40);
const order = {
  wanted: { tag: '1.5.0' },
  edits: [],
} as unknown as VersionOrder;

/** A target that was told to run 1.5.0, by a commit, and where 1.4.0 serves on. */
function view(overrides: object = {}): TargetView {
  return {
    id: 't',
    version: { label: '1.4.0', image: { tag: '1.4.0' } },
    health: { status: 'degraded', reason: 'CrashLoopBackOff' },
    sync: { status: 'synced' },
    desired: [{ revision: SHA }],
    ...overrides,
  } as unknown as TargetView;
}

const there = { label: '1.5.0', image: { tag: '1.5.0' } };

describe('a target that waits for a version', () => {
  it('is degraded where the version was applied and does not come up', () => {
    expect(watchTarget(view(), order, [SHA])).toEqual({
      type: 'degraded',
      message: 'CrashLoopBackOff; 1.4.0 runs still',
    });
    const configurationCommit = { sha: SHA };
    expect(
      watchTarget(view({ desired: [], configurationCommit }), order, [SHA]),
    ).toMatchObject({ type: 'degraded' });
  });

  it.each([
    ['another commit is applied', { desired: [{ revision: 'b' }] }],
    ['it is to be synced', { sync: { status: 'outOfSync' } }],
    ['its pods are changing', { health: { status: 'progressing' } }],
    ['nothing tells how it fares', { health: { status: 'unknown' } }],
  ])('is under way while %s', (_, overrides) => {
    expect(watchTarget(view(overrides), order, [SHA])).toEqual({
      type: 'applying',
      message: '1.4.0 runs still',
    });
  });

  it('is not there where its digest alone is wanted, and not told', () => {
    const byDigest = { ...order, wanted: { digest: 'sha256:b' } };
    const health = { status: 'healthy' };
    const seen = (image?: object) =>
      watchTarget(
        view({ health, version: { label: 'b', ...(image ? { image } : {}) } }),
        byDigest,
        [SHA],
      ).type;
    expect(seen()).toBe('applying');
    expect(seen({ tag: '1.4.0' })).toBe('applying');
    expect(seen({ digest: 'sha256:a' })).toBe('applying');
    expect(seen({ digest: 'sha256:b' })).toBe('healthy');
  });

  it('is healthy only where it runs the version', () => {
    const health = { status: 'healthy' };
    expect(watchTarget(view({ health, version: there }), order, [SHA])).toEqual(
      { type: 'healthy' },
    );
    expect(watchTarget(view({ health }), order, [SHA]).type).toBe('applying');
    expect(watchTarget(view({ version: there }), order, [SHA]).type).toBe(
      'degraded',
    );
  });
});
