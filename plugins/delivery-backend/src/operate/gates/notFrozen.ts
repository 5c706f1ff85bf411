import { frozenUntil, type FreezeWindow } from './FreezeWindow';
import type { Gate } from './Gate';
import { personName } from '../personName';

const gate = 'notFrozen';

/** Asks that no freeze holds: neither one of the calendar nor that of the whole fleet. Always on. */
export function notFrozen(windows: readonly FreezeWindow[]): Gate {
  return {
    kind: gate,
    judge({ now, environment, fleetFreeze }) {
      if (fleetFreeze) {
        return {
          gate,
          state: 'fail',
          reason: `${personName(fleetFreeze.by)} has frozen the whole fleet: ${
            fleetFreeze.reason
          }`,
        };
      }
      const frozen = frozenUntil(windows, environment, now);
      return frozen
        ? {
            gate,
            state: 'fail',
            reason: `frozen: ${frozen.name}`,
            until: new Date(frozen.until).toISOString(),
          }
        : { gate, state: 'pass', reason: 'no freeze' };
    },
  };
}
