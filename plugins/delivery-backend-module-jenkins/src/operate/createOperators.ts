import type { SourceOperation } from '@throughline/plugin-delivery-node';
import type { JenkinsConnection } from '../api/createUpstream';
import { createCancelRun } from './createCancelRun';
import { createRerun } from './createRerun';
import { createRunPipeline } from './createRunPipeline';
import { JenkinsCalls } from './JenkinsCalls';

/**
 * What a Jenkins can be asked to do.
 *
 * @param folders - names that entities have for pipelines, and that are of folders
 */
export function createOperators(
  connection: JenkinsConnection,
  folders: ReadonlySet<string>,
): SourceOperation[] {
  const calls = new JenkinsCalls(connection);
  return [
    createRunPipeline(calls, folders),
    createRerun(calls),
    createCancelRun(calls),
  ];
}
