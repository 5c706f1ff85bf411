import {
  SourceFailure,
  type OperateContext,
  type OperationSubject,
  type SourceOperation,
} from '@throughline/plugin-delivery-node';
import type { ActClient } from '../api/ActClient';
import { ProjectCall } from '../api/ProjectCall';
import { chosenValues } from './chosenValues';
import { REF_FIELD } from './fieldsOf';
import { findPipeline } from './findPipeline';
import { followPipeline } from './followPipeline';
import { handleOf, readHandle } from './PipelineHandle';
import { pipelineForm } from './pipelineForm';
import { readDeclared } from './readDeclared';
import { readDefaults } from './readDefaults';
import { startPipeline } from './startPipeline';

/**
 * Runs a project's pipeline for a branch or tag, with the inputs and variables that its definition describes.
 *
 * @param options.pauseMs - between two questions for variables that GitLab has not worked out
 */
export function createRunPipeline(
  client: ActClient,
  options: { pauseMs: number },
): SourceOperation {
  const callOf = (subject: OperationSubject, { signal }: OperateContext) =>
    new ProjectCall(client, projectOf(subject), signal);
  const refOf = async (
    call: ProjectCall,
    form: Readonly<Record<string, string>>,
  ) => form[REF_FIELD] || (await readDefaults(call)).defaultBranch;
  return {
    operation: 'runPipeline',
    subject: 'pipeline',
    resources: [],
    async parameters(subject, context) {
      const call = callOf(subject, context);
      const { path, defaultBranch } = await readDefaults(call);
      const declared = await readDeclared(call, {
        path,
        ref: defaultBranch,
        ...options,
      });
      return pipelineForm(declared, defaultBranch);
    },
    async start({ subject, parameters, token }, context) {
      const call = callOf(subject, context);
      const ref = await refOf(call, parameters);
      const hasValues = Object.keys(parameters).some(
        name => name !== REF_FIELD,
      );
      const values = hasValues
        ? chosenValues(
            await readDeclared(call, {
              path: (await readDefaults(call)).path,
              ref,
              ...options,
            }),
            parameters,
          )
        : { variables: [], inputs: {} };
      const id = await startPipeline(call, { ref, token, ...values });
      return handleOf({ project: call.project, id });
    },
    async find(request, context) {
      const call = callOf(request.subject, context);
      const ref = await refOf(call, request.parameters);
      return findPipeline(call, ref, request);
    },
    follow(handle, { signal }) {
      const { project, id } = readHandle(handle);
      return followPipeline(new ProjectCall(client, project, signal), id);
    },
  };
}

function projectOf(subject: OperationSubject): string {
  if (subject.kind !== 'pipeline') {
    throw new SourceFailure('internal', 'Only pipelines can be run');
  }
  return subject.pipeline;
}
