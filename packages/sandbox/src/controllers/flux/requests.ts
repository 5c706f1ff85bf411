import type { KubeObject, StoreEvent } from '../../kubernetes/types';

const REQUESTED_AT = 'reconcile.fluxcd.io/requestedAt';

/** The last request to reconcile, which a controller acknowledges by its token. */
export function requestOf(object: KubeObject): string | undefined {
  return object.metadata.annotations?.[REQUESTED_AT];
}

/** The acknowledgement of the last request, for a status. */
export function acknowledged(object: KubeObject): {
  lastHandledReconcileAt?: string;
} {
  const request = requestOf(object);
  return request ? { lastHandledReconcileAt: request } : {};
}

/** Whether somebody asked for something: another specification, or a look at once. */
export function asksForWork({ type, object, previous }: StoreEvent): boolean {
  return (
    type !== 'DELETED' &&
    (!previous ||
      previous.metadata.generation !== object.metadata.generation ||
      requestOf(previous) !== requestOf(object))
  );
}

/** A duration as Go writes it, in milliseconds. */
export function milliseconds(duration: unknown, fallback: number): number {
  const units: Record<string, number> = { h: 3_600_000, m: 60_000, s: 1_000 };
  const parts = [...String(duration).matchAll(/(\d+)(h|m|s)/g)];
  return parts.length > 0
    ? parts.reduce((sum, [, n, unit]) => sum + Number(n) * units[unit], 0)
    : fallback;
}
