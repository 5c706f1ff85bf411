import {
  SourceFailure,
  type OperationSubject,
  type RunItem,
} from '@throughline/plugin-delivery-node';

/** The run that an operation is about. */
export function runOf(subject: OperationSubject): RunItem {
  if (subject.kind !== 'run') {
    throw new SourceFailure('internal', 'This can be asked of runs only');
  }
  return subject.run;
}
