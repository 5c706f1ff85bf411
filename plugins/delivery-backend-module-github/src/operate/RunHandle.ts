import {
  SourceFailure,
  type OperationHandle,
} from '@throughline/plugin-delivery-node';
import type { RepositoryRule } from '../api/RepositoryRule';
import type { RepositoryName } from '../graphql/queryRepositories';

/** One attempt of a run. */
export interface RunHandle {
  name: RepositoryName;
  id: string;
  attempt: number;
}

/** A handle as it is stored. */
export function handleOf({ name, id, attempt }: RunHandle): OperationHandle {
  return { repository: name.identity, run: id, attempt: String(attempt) };
}

/** A handle as it was stored; undefined where it names no run. */
export function readHandle(
  handle: OperationHandle,
  rule: RepositoryRule,
): RunHandle | undefined {
  const name = repositoryOf(handle, rule);
  return handle.run === undefined
    ? undefined
    : { name, id: handle.run, attempt: Number(handle.attempt) };
}

/** @throws SourceFailure of kind `configuration` where nothing may be asked of the repository any more */
export function repositoryOf(
  handle: OperationHandle,
  rule: RepositoryRule,
): RepositoryName {
  const name = rule.judge(handle.repository);
  if ('reason' in name) {
    throw new SourceFailure('configuration', name.reason);
  }
  return name;
}
