import type { GateVerdict } from '@throughline/plugin-delivery-common';
import type { Gate } from './Gate';

const gate = 'reversible';

/**
 * Asks that a roll back undoes no change that is marked irreversible, such as the migration of a database, and that none
 * can be hidden among changes that are not known. Of a service whose versions nobody can trace to commits, and which marks
 * none, it says nothing: a green light would be a guess, and a red one would keep it from ever going back.
 */
export function reversible(): Gate<GateVerdict | undefined> {
  return {
    kind: gate,
    judge({ undoes }) {
      const marked = undoes?.irreversible ?? [];
      if (marked.length > 0) {
        return {
          gate,
          state: 'fail',
          reason: `it would undo what cannot be undone: ${marked.join('; ')}`,
        };
      }
      if (undoes?.mayHide) {
        return {
          gate,
          state: 'fail',
          reason:
            'not all changes that it would undo are known, and one that cannot be undone may be among them',
        };
      }
      return undoes?.isWhole
        ? {
            gate,
            state: 'pass',
            reason: 'no change that it undoes is marked irreversible',
          }
        : undefined;
    },
  };
}
