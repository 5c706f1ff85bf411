import type { Gate } from './Gate';

const gate = 'reversible';

/**
 * Asks that a roll back undoes no change that is marked irreversible, such as the migration of a database. Where history
 * is not known whole it goes by what is: a service whose commits nobody knows must be able to go back all the same, and
 * the plan warns of it.
 */
export function reversible(): Gate {
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
      return {
        gate,
        state: 'pass',
        reason: undoes?.isWhole
          ? 'no change that it undoes is marked irreversible'
          : 'no change that it undoes is known to be marked irreversible; not all of them are known',
      };
    },
  };
}
