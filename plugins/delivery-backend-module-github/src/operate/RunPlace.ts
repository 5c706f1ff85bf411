import {
  SourceFailure,
  type OperationSubject,
  type RunItem,
} from '@throughline/plugin-delivery-node';
import type { RepositoryRule } from '../api/RepositoryRule';
import type { RepositoryName } from '../graphql/queryRepositories';

/** A run of a repository. */
export interface RunPlace {
  name: RepositoryName;
  id: string;
  run: RunItem;
}

/** The run that an operation is about; a reason where nothing can be asked of it. */
export function runOf(
  subject: OperationSubject,
  rule: RepositoryRule,
): RunPlace | { reason: string } {
  if (subject.kind !== 'run') {
    throw new SourceFailure('internal', 'This can be asked of runs only');
  }
  const { run } = subject;
  const [, repository, id] = /^(.+)\/runs\/(\d+)$/.exec(run.key) ?? [];
  if (!id) {
    return { reason: `'${run.key.slice(0, 100)}' is no run of a workflow` };
  }
  const name = rule.judge(repository);
  return 'reason' in name ? name : { name, id, run };
}

/** @throws SourceFailure of kind `configuration` where nothing can be asked of it */
export function needRun(
  subject: OperationSubject,
  rule: RepositoryRule,
): RunPlace {
  const place = runOf(subject, rule);
  if ('reason' in place) {
    throw new SourceFailure('configuration', place.reason);
  }
  return place;
}
