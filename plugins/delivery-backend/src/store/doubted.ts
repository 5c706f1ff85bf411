import type { ObservedItem } from '@throughline/plugin-delivery-node';

/** The kinds of items that have a status, which is the last known where they cannot be read or observed. */
export const WITH_STATUS = ['target', 'run', 'branch'] as const;

/**
 * An item of which it is known that it exists, and no longer how it fares: what was known of its status would pass
 * for the present. Undefined for items whose status does not change.
 */
export function doubted(
  item: ObservedItem,
  reason: string,
): ObservedItem | undefined {
  const status = { status: 'unknown' as const, reason };
  if (item.kind === 'target') {
    return { ...item, sync: status, health: status };
  }
  return item.kind === 'run' ? { ...item, status } : undefined;
}
