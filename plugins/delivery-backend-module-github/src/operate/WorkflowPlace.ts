import {
  SourceFailure,
  type OperationSubject,
} from '@throughline/plugin-delivery-node';
import type { RepositoryRule } from '../api/RepositoryRule';
import type { RepositoryName } from '../graphql/queryRepositories';

/** A workflow of a repository, by the name of its file. */
export interface WorkflowPlace {
  name: RepositoryName;
  /** Such as `deploy.yaml`. */
  file: string;
}

const WORKFLOW = /^\.github\/workflows\/([^/]+\.ya?ml)$/;

/** The folder that GitHub looks for workflows in. */
export function pathOf({ file }: WorkflowPlace): string {
  return `.github/workflows/${file}`;
}

/** The workflow that an operation is about; a reason where nothing can be asked of it. */
export function workflowOf(
  subject: OperationSubject,
  rule: RepositoryRule,
): WorkflowPlace | { reason: string } {
  if (subject.kind !== 'pipeline') {
    throw new SourceFailure('internal', 'Only pipelines can be run');
  }
  const { pipeline, repository } = subject;
  const [, file] = WORKFLOW.exec(pipeline) ?? [];
  if (!file) {
    return {
      reason: `'${pipeline.slice(
        0,
        100,
      )}' is no workflow file of the repository`,
    };
  }
  if (repository === undefined) {
    return { reason: 'which repository it is of is not known' };
  }
  const name = rule.judge(repository);
  return 'reason' in name ? name : { name, file };
}

/** @throws SourceFailure of kind `configuration` where nothing can be asked of it */
export function needWorkflow(
  subject: OperationSubject,
  rule: RepositoryRule,
): WorkflowPlace {
  const place = workflowOf(subject, rule);
  if ('reason' in place) {
    throw new SourceFailure('configuration', place.reason);
  }
  return place;
}
