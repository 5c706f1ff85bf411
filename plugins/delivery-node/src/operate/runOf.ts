import {
  SourceFailure,
  type OperationSubject,
  type RunItem,
} from '../contract';

/**
 * The run that an operation is about.
 *
 * @throws SourceFailure where it is about something else, which whoever declared the operation has to prevent
 * @public
 */
export function runOf(subject: OperationSubject): RunItem {
  if (subject.kind !== 'run') {
    throw new SourceFailure('internal', 'This can be asked of runs only');
  }
  return subject.run;
}
