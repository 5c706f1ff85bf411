import type { TargetView } from '@throughline/plugin-delivery-common';
import type { VersionOrder } from '../plan/VersionOrder';
import { hasConfiguration, hasVersion, isMadeFrom } from './watchTarget';

/** How far a commit has come at a target. */
export type Reach = 'seen' | 'synced';

/**
 * Whether the controller of a target has seen the commits, and applied them.
 *
 * @returns undefined where neither can be told, or not as of now
 */
export function reachOf(
  view: TargetView | undefined,
  order: VersionOrder,
  shas: readonly string[],
): Reach | undefined {
  if (!view || view.staleSince) {
    return undefined;
  }
  const isSeen = isMadeFrom(view, shas);
  const isThere =
    hasVersion(view, order) && hasConfiguration(view, order, shas);
  const { status } = view.sync;
  if (isSeen ? status === 'synced' : isThere && status !== 'outOfSync') {
    return 'synced';
  }
  return isSeen || isThere ? 'seen' : undefined;
}
