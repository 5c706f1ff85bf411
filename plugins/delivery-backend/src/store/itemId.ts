import { createHash } from 'node:crypto';
import type { ItemKind } from '@throughline/plugin-delivery-node';

/**
 * The id of an observed item: the same on every replica and after every restart, and fit for URLs. It is a hash, as
 * keys are of any length and any characters, and databases sort and index those each in their own way.
 */
export function itemId(sourceId: string, kind: ItemKind, key: string): string {
  return createHash('sha256')
    .update(JSON.stringify([sourceId, kind, key]))
    .digest('hex')
    .slice(0, 32);
}
