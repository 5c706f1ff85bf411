import { cleanMessage } from '@throughline/plugin-delivery-node';
import type { Judged, SyncStatus } from '@throughline/plugin-delivery-common';
import type { Application } from '../api/schemas';

/**
 * | Argo CD | here |
 * | --- | --- |
 * | Synced | synced |
 * | OutOfSync | outOfSync |
 * | Unknown | unknown |
 * | absent, empty (a new application) | unknown |
 * | anything else | unknown |
 */
const SYNC: Readonly<Record<string, SyncStatus>> = {
  Synced: 'synced',
  OutOfSync: 'outOfSync',
};

/** Conditions under which the comparison did not take place, whatever its last result says. */
const UNCOMPARED = ['ComparisonError', 'InvalidSpecError', 'UnknownError'];

/** Whether an application is what Git asks for. */
export function mapSync({ status }: Application): Judged<SyncStatus> {
  const raw = status?.sync?.status;
  const said = raw === undefined ? {} : { raw };
  const obstacle = status?.conditions?.find(({ type }) =>
    UNCOMPARED.includes(type),
  );
  if (obstacle) {
    return {
      status: 'unknown',
      ...said,
      reason: cleanMessage(`${obstacle.type}: ${obstacle.message ?? ''}`),
    };
  }
  if (raw === undefined) {
    return { status: 'unknown', reason: 'Argo CD has not compared it yet' };
  }
  if (Object.hasOwn(SYNC, raw)) {
    return { status: SYNC[raw], raw };
  }
  return {
    status: 'unknown',
    raw,
    reason:
      raw === 'Unknown'
        ? 'Argo CD cannot tell'
        : 'Argo CD used a word that is not known here',
  };
}
