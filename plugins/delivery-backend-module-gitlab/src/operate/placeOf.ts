import {
  SourceFailure,
  type OperationSubject,
  runOf,
} from '@throughline/plugin-delivery-node';
import type { HostConfig } from '../config/HostConfig';
import { projectOf } from '../source/projectOf';
import type { PipelineHandle } from './PipelineHandle';

/**
 * The pipeline that a run is, by its key.
 *
 * @throws SourceFailure where it is none of this host
 */
export function placeOf(
  subject: OperationSubject,
  host: HostConfig,
): PipelineHandle {
  const { key } = runOf(subject);
  const [, repository, id] = /^(.+)\/pipelines\/(\d+)$/.exec(key) ?? [];
  const project = repository && projectOf(repository, host);
  if (!project) {
    throw new SourceFailure(
      'internal',
      `'${key.slice(0, 200)}' is no pipeline of ${host.host}`,
    );
  }
  return { project, id: Number(id) };
}
