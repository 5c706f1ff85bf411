import {
  SourceFailure,
  type OperateContext,
  type OperationHandle,
  type OperationProgress,
  type OperationRequest,
  type SourceOperation,
} from '@throughline/plugin-delivery-node';
import { defaultBranch } from '../api/defaultBranch';
import type { RepositoryCall } from '../api/RepositoryCall';
import { dispatch, RUN_WORKFLOWS } from './dispatch';
import { dispatchInputs } from './dispatchInputs';
import { REF_FIELD } from './fields';
import { followRun } from './followRun';
import { callOf, type OperateOptions } from './OperateOptions';
import { parameterForm } from './parameterForm';
import { readDispatchable } from './readDispatchable';
import { handleOf, readHandle } from './RunHandle';
import { seekDispatched } from './seekDispatched';
import { DOUBT_MS, sinceThere } from './whoAmI';
import { needWorkflow, workflowOf } from './WorkflowPlace';

/** Runs a workflow at a branch or tag, with the inputs that its file asks for there. */
export function createRunPipeline(options: OperateOptions): SourceOperation {
  const { client, lacks } = options;
  const targetOf = async (
    { subject, parameters }: OperationRequest,
    context: OperateContext,
  ) => {
    const { path, file } = needWorkflow(subject, client.host);
    const call = callOf(options, path, context);
    const { [REF_FIELD]: chosen, ...given } = parameters;
    const ref = chosen?.trim() || (await mainOf(call));
    return { path, file, call, ref, given };
  };
  return {
    operation: 'runPipeline',
    subject: 'pipeline',
    resources: [],
    unavailable: subject => {
      const place = workflowOf(subject, client.host);
      return 'reason' in place ? place.reason : lacks.reason(RUN_WORKFLOWS);
    },
    async parameters(subject, context) {
      const { path, file } = needWorkflow(subject, client.host);
      const call = callOf(options, path, context);
      const ref = await mainOf(call);
      return parameterForm(await readDispatchable(call, file, ref), ref);
    },
    async start(request, context) {
      const { path, file, call, ref, given } = await targetOf(request, context);
      const { token } = request;
      const dispatchable = await readDispatchable(call, file, ref);
      const inputs = dispatchInputs(dispatchable, given, token);
      const { run, now } = await dispatch(call, lacks, { file, ref, inputs });
      const [owner, name] = path;
      return run === undefined
        ? {
            owner,
            name,
            workflow: file,
            ref,
            token,
            from: new Date(now - DOUBT_MS).toISOString(),
            ...(dispatchable.showsToken ? { showsToken: 'true' } : {}),
          }
        : handleOf({ path, id: run, attempt: 1 });
    },
    async find(request, context) {
      const { path, file, call, ref } = await targetOf(request, context);
      const { showsToken } = await readDispatchable(call, file, ref);
      const found = await seekDispatched(call, {
        file,
        ref,
        token: request.token,
        showsToken,
        begun: me => sinceThere(request.since, me),
      });
      return found === undefined || found === 'unsure'
        ? found
        : handleOf({ path, id: found.id, attempt: 1 });
    },
    follow: (handle, context) => follow(options, handle, context),
  };
}

async function follow(
  options: OperateOptions,
  handle: OperationHandle,
  context: OperateContext,
): Promise<OperationProgress> {
  const { owner, name, workflow: file, ref, token, from } = handle;
  const call = callOf(options, [owner, name], context);
  const known = readHandle(handle);
  if (known) {
    return followRun(call, known);
  }
  const showsToken = handle.showsToken === 'true';
  const found = await seekDispatched(call, {
    file,
    ref,
    token,
    showsToken,
    begun: () => Date.parse(from),
  });
  if (found === undefined || (found === 'unsure' && showsToken)) {
    return {
      state: 'waiting',
      message: 'Gitea has taken it, and does not show its run yet',
    };
  }
  return found === 'unsure'
    ? {
        state: 'unknown',
        message:
          'Gitea has taken it, and does not tell which of the newest runs is its own',
      }
    : followRun(call, { id: found.id, attempt: 1 });
}

async function mainOf(call: RepositoryCall): Promise<string> {
  const branch = await defaultBranch(call);
  if (!branch) {
    throw new SourceFailure(
      'configuration',
      `${call.name} has no default branch: name one`,
    );
  }
  return branch;
}
