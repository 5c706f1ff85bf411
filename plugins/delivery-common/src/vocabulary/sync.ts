import type { Judged } from './judgement';

/**
 * Whether what runs is what Git asks for. That something is under way or suspended is health's to say.
 *
 * @public
 */
export type SyncStatus = 'synced' | 'outOfSync' | 'unknown';

/**
 * All sync statuses, mildest first; the order in which {@link worstSync} ranks them.
 *
 * @public
 */
export const SYNC_STATUSES: readonly SyncStatus[] = [
  'synced',
  'unknown',
  'outOfSync',
];

/**
 * The sync status of several targets told as one: the worst of them, and unknown for none at all.
 *
 * @public
 */
export function worstSync(
  statuses: Iterable<Judged<SyncStatus>>,
): Judged<SyncStatus> {
  let worst: Judged<SyncStatus> | undefined;
  for (const candidate of statuses) {
    if (!worst || rank(candidate) > rank(worst)) {
      worst = candidate;
    }
  }
  return worst ?? { status: 'unknown', reason: 'nothing was observed' };
}

function rank(judged: Judged<SyncStatus>): number {
  return SYNC_STATUSES.indexOf(judged.status);
}
