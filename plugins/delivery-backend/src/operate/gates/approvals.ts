import { APPROVALS, type Gate } from './Gate';
import { personName } from '../personName';

/** Asks for so many approvals by people other than the one who asked, whoever opened the pull request. */
export function approvals(needed: number): Gate {
  return {
    kind: APPROVALS,
    judge({ approvals: given, requester }) {
      const rejected = given.find(({ decision }) => decision === 'rejected');
      if (rejected) {
        return {
          gate: APPROVALS,
          state: 'fail',
          reason: `rejected by ${personName(rejected.by)}`,
        };
      }
      const by = [
        ...new Set(given.map(each => each.by).filter(ref => ref !== requester)),
      ];
      return by.length >= needed
        ? {
            gate: APPROVALS,
            state: 'pass',
            reason: `approved by ${by.map(personName).join(', ')}`,
          }
        : {
            gate: APPROVALS,
            state: 'wait',
            reason: `${by.length} of ${needed} approvals; the one who asked cannot give one`,
          };
    },
  };
}
