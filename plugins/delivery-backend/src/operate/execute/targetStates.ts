import {
  isTerminalOperation,
  type OperationState,
} from '@throughline/plugin-delivery-common';
import type { TargetProgress } from '../records';

/** Ends what is done to a target, with the reason where there is one. */
export function endTarget(
  target: TargetProgress,
  state: OperationState,
  message?: string,
): void {
  target.state = state;
  delete target.starting;
  if (message) {
    target.message = message;
  } else {
    delete target.message;
  }
}

/** Whether nothing more is done to a target. */
export function isEnded({ state }: TargetProgress): boolean {
  return state !== 'pending' && isTerminalOperation(state);
}
