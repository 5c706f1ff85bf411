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

  describe('that its controller applies', () => {
    const BEGAN = '2026-11-26T12:00:00.000Z';
    const applying = (status: string, more: object = {}, startedAt = BEGAN) =>
      watchTarget(
        view({
          health: { status: 'healthy' },
          operation: {
            type: 'sync',
            status,
            message: 'hook migrate',
            startedAt,
          },
          ...more,
        }),
        order,
        [SHA],
        BEGAN,
      );

    it('is waited for, with what it runs, before the version is there and after', () => {
      expect(applying('running')).toEqual({
        type: 'applying',
        message: '1.4.0 runs still; hook migrate',
      });
      expect(applying('running', { version: there })).toEqual({
        type: 'applying',
        message: 'hook migrate',
      });
      expect(applying('succeeded', { version: there }).type).toBe('healthy');
    });

    it('is broken where that fails, whatever runs', () => {
      for (const more of [{}, { version: there }]) {
        expect(applying('failed', more)).toEqual({
          type: 'degraded',
          message: 'it could not be applied: hook migrate',
        });
      }
    });

    it('is not judged by what was applied before, or from other commits', () => {
      const before = '2026-11-26T11:59:59.000Z';
      expect(applying('failed', {}, before).type).toBe('applying');
      expect(applying('failed', { desired: [{ revision: 'b' }] }).type).toBe(
        'applying',
      );
      expect(applying('failed', { version: there }, before).type).toBe(
        'healthy',
      );
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
