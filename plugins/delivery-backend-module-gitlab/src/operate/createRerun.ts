import {
  SourceFailure,
  type OperateContext,
  type OperationSubject,
  type SourceOperation,
  runOf,
} from '@throughline/plugin-delivery-node';
import type { ActClient } from '../api/ActClient';
import { ProjectCall } from '../api/ProjectCall';
import { findPipeline } from './findPipeline';
import { followPipeline } from './followPipeline';
import { handleOf, readHandle } from './PipelineHandle';
import { placeOf } from './placeOf';
import { readState } from './readState';
import { readVariables } from './readVariables';
import { startPipeline } from './startPipeline';
import { TOKEN_VARIABLE } from './TokenVariable';

/** Sources of pipelines that the API cannot start. */
const ELSEWHERE = ['merge_request_event', 'external_pull_request_event'];

/** Starts a new pipeline for the branch or tag of an earlier one, with its variables. */
export function createRerun(client: ActClient): SourceOperation {
  const callOf = (subject: OperationSubject, { signal }: OperateContext) => {
    const { project, id } = placeOf(subject, client.host);
    return { call: new ProjectCall(client, project, signal), id };
  };
  return {
    operation: 'rerun',
    subject: 'run',
    resources: [],
    unavailable: subject =>
      ELSEWHERE.includes(runOf(subject).trigger ?? '')
        ? 'it ran for a merge request; its failed jobs can be repeated'
        : undefined,
    async start({ subject, token }, context) {
      const { call, id } = callOf(subject, context);
      const ref = await refOf(call, id);
      const variables = await readVariables(call, id);
      if (!variables) {
        throw new SourceFailure(
          'permission',
          `GitLab tells the variables of pipeline ${id} only to maintainers and to who started it, so that it cannot be repeated as it was: run the pipeline anew`,
        );
      }
      const started = await startPipeline(call, {
        ref,
        token,
        inputs: {},
        variables: variables.filter(({ key }) => key !== TOKEN_VARIABLE),
      });
      return handleOf({ project: call.project, id: started });
    },
    async find(request, context) {
      const { call, id } = callOf(request.subject, context);
      return findPipeline(call, await refOf(call, id), request);
    },
    follow(handle, { signal }) {
      const { project, id } = readHandle(handle);
      return followPipeline(new ProjectCall(client, project, signal), id);
    },
  };
}

async function refOf(call: ProjectCall, id: number): Promise<string> {
  const { ref } = await readState(call, id);
  if (!ref || ref.startsWith('refs/')) {
    throw new SourceFailure(
      'configuration',
      `Pipeline ${id} of ${call.name} ran for no branch and no tag`,
    );
  }
  return ref;
}
