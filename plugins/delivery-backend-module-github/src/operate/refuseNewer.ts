import { SourceFailure } from '@throughline/plugin-delivery-node';
import type { RunPlace } from './RunPlace';
import { attemptOf, type RunNode } from './schemas';

/**
 * Refuses to act on another attempt than the one that was looked at.
 *
 * @throws SourceFailure of kind `configuration`
 */
export function refuseNewer({ id, run: observed }: RunPlace, run: RunNode) {
  if (isNewer(observed.attempt, run)) {
    throw new SourceFailure(
      'configuration',
      `Run ${id} was started again meanwhile, as attempt ${attemptOf(
        run,
      )}: look at that one`,
    );
  }
}

/** Whether there is an attempt after the one that was observed. */
export function isNewer(observed: number | undefined, run: RunNode): boolean {
  return observed !== undefined && attemptOf(run) > observed;
}
