import { timestamp } from '../../kubernetes/json';
import type { JsonObject, KubeObject } from '../../kubernetes/types';

/** A condition as a controller states it. */
export interface ConditionClaim {
  type: string;
  status: 'True' | 'False' | 'Unknown';
  reason: string;
  message: string;
}

/** Conditions of an object after new claims; times move only where something changed. */
export function mergeConditions(
  object: KubeObject,
  claims: readonly ConditionClaim[],
  now: Date,
): JsonObject[] {
  const before = Array.isArray(object.status?.conditions)
    ? (object.status.conditions as JsonObject[])
    : [];
  return claims.map(claim => {
    const old = before.find(condition => condition.type === claim.type);
    const stamp = timestamp(now);
    const unchanged =
      old?.status === claim.status &&
      old.reason === claim.reason &&
      old.message === claim.message;
    return {
      type: claim.type,
      status: claim.status,
      lastUpdateTime: unchanged ? old.lastUpdateTime : stamp,
      lastTransitionTime:
        old?.status === claim.status ? old.lastTransitionTime : stamp,
      reason: claim.reason,
      message: claim.message,
    };
  });
}
