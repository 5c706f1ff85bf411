import {
  SourceFailure,
  type OperationHandle,
  type OperationSubject,
  type TargetItem,
} from '@throughline/plugin-delivery-node';
import type { ApplicationName } from '../api/ArgocdClient';

/** The application that an operation is about. */
export function applicationOf(subject: OperationSubject): TargetItem {
  if (subject.kind !== 'target') {
    throw new SourceFailure('internal', `It is no application`);
  }
  return subject.target;
}

/** What is remembered of an operation: its application, and what else it takes to follow it. */
export function handleOf(
  { name, namespace, project }: ApplicationName,
  more: OperationHandle = {},
): OperationHandle {
  return {
    name,
    ...(namespace ? { namespace } : {}),
    ...(project ? { project } : {}),
    ...more,
  };
}

/** The application of a handle. */
export function nameOf(handle: OperationHandle): ApplicationName {
  const { name, namespace, project } = handle;
  return { name, namespace, project };
}
