import {
  SourceFailure,
  type OperationSubject,
} from '@throughline/plugin-delivery-node';
import type { HostConfig } from '../config/HostConfig';
import { pathOf } from '../source/pathOf';

/** A workflow of a repository. */
export interface WorkflowPlace {
  /** Owner and name of the repository. */
  path: [string, string];
  /** The name of its file, such as `deploy.yaml`. */
  file: string;
}

/** The workflow that an operation is about; a reason where nothing can be asked of it. */
export function workflowOf(
  subject: OperationSubject,
  host: HostConfig,
): WorkflowPlace | { reason: string } {
  if (subject.kind !== 'pipeline') {
    throw new SourceFailure('internal', 'Only pipelines can be run');
  }
  const { pipeline, repository } = subject;
  const file = /^(?:.*\/)?([^/]+\.ya?ml)$/.exec(pipeline)?.[1];
  if (!file) {
    return {
      reason: `'${pipeline.slice(0, 100)}' is no workflow file`,
    };
  }
  const path = repository === undefined ? undefined : pathOf(repository, host);
  return path
    ? { path, file }
    : { reason: `it is of no repository of ${host.host}` };
}

/** @throws SourceFailure of kind `configuration` where nothing can be asked of it */
export function needWorkflow(
  subject: OperationSubject,
  host: HostConfig,
): WorkflowPlace {
  const place = workflowOf(subject, host);
  if ('reason' in place) {
    throw new SourceFailure('configuration', place.reason);
  }
  return place;
}
