import { repositoryKey } from '../plan/byRepository';
import type { TargetEdit } from '../plan/VersionEdits';
import type { VersionOrder } from '../plan/VersionOrder';
import type { VersionMemory } from './VersionMemory';

/**
 * What Git says of pins since an operation wrote there: pinned with the first edit that pins, given back with the last
 * that gives back. Undefined where it says what it said before.
 */
export function pinningOf(
  { edits, waves }: VersionOrder,
  memory: VersionMemory,
): TargetEdit['pinning'] {
  const isWritten = ({ targetId, rule }: TargetEdit) => {
    const wave = waves.findIndex(ids => ids.includes(targetId));
    const write = memory.waves[wave]?.writes[repositoryKey(rule)];
    return write?.sha !== undefined;
  };
  const pins = edits.filter(({ pinning }) => pinning === 'pin');
  if (pins.some(isWritten)) {
    return 'pin';
  }
  const unpins = edits.filter(({ pinning }) => pinning === 'unpin');
  return unpins.length > 0 && unpins.every(isWritten) ? 'unpin' : undefined;
}
