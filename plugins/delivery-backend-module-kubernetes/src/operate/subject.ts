import {
  SourceFailure,
  type OperationSubject,
  type TargetItem,
} from '@throughline/plugin-delivery-node';

/** The workload that an operation is about. */
export function workloadOf(subject: OperationSubject): TargetItem {
  if (subject.kind !== 'target') {
    throw new SourceFailure('internal', 'It is no workload');
  }
  return subject.target;
}

/** Where it is found. */
export function objectOf({ group, resource, namespace, name }: TargetItem) {
  return { group, kind: resource, namespace, name };
}
