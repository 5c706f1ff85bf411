import {
  SourceFailure,
  type OperationSubject,
  type RunItem,
  runOf,
} from '@throughline/plugin-delivery-node';
import type { HostConfig } from '../config/HostConfig';
import { pathOf } from '../source/pathOf';

/** A run that something is asked of. */
export interface RunPlace {
  /** Owner and name of its repository. */
  path: [string, string];
  id: number;
  /** As it was observed. */
  run: RunItem;
}

/**
 * The run that an operation is about, by its key.
 *
 * @throws SourceFailure where it is none of this host
 */
export function placeOf(subject: OperationSubject, host: HostConfig): RunPlace {
  const run = runOf(subject);
  const [, repository, id] = /^(.+)\/runs\/(\d+)$/.exec(run.key) ?? [];
  const path = repository && pathOf(repository, host);
  if (!path) {
    throw new SourceFailure(
      'internal',
      `'${run.key.slice(0, 200)}' is no run of ${host.host}`,
    );
  }
  return { path, id: Number(id), run };
}
