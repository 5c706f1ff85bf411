import type { OperateContext } from '@throughline/plugin-delivery-node';
import type { ActClient } from '../api/ActClient';
import { RepositoryCall } from '../api/RepositoryCall';
import type { Lacks } from './Lacks';

/** What operators are made with. */
export interface OperateOptions {
  client: ActClient;
  lacks: Lacks;
}

/** Calls about a repository. */
export function callOf(
  { client }: OperateOptions,
  path: readonly [string, string],
  { signal }: OperateContext,
): RepositoryCall {
  return new RepositoryCall(client, path, signal);
}
