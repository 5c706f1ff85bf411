import { isTerminalOperation } from '@throughline/plugin-delivery-common';
import type { OperationRecord } from '../records';
import type { Advance } from './Executor';

/**
 * The end of an operation that nothing has been heard of for too long. What has begun may have been done or not; what
 * waited has not begun.
 */
export function giveUp(
  { state, progress }: OperationRecord,
  why: string,
): Advance {
  if (state === 'waiting' || state === 'queued') {
    return {
      state: 'refused',
      progress: { ...progress, message: `it has not begun: ${why}` },
    };
  }
  const message = `${why}; whether it was done cannot be told from here: look there`;
  return {
    state: 'unknown',
    progress: {
      ...progress,
      message,
      targets: progress.targets.map(target =>
        target.state !== 'pending' && isTerminalOperation(target.state)
          ? target
          : { ...target, state: 'unknown', message },
      ),
    },
  };
}
