import {
  type OperationHandle,
  type OperationProgress,
  type SourceOperation,
} from '@throughline/plugin-delivery-node';
import type { ActionsReader } from './ActionsReader';
import { begunAt, DOUBT_MS } from './begunAt';
import { dispatchInputs } from './dispatchInputs';
import { REF_FIELD } from './fields';
import { followRun } from './followRun';
import type { OperateOptions } from './OperateOptions';
import { parameterForm } from './parameterForm';
import { parseWorkflow } from './parseWorkflow';
import { readDispatchable } from './readDispatchable';
import { handleOf, readHandle, repositoryOf } from './RunHandle';
import { seekDispatched } from './seekDispatched';
import { settled } from './settled';
import { needWorkflow, workflowOf } from './WorkflowPlace';

/** Runs a workflow at a branch or tag, with the inputs that its file asks for there. */
export function createRunPipeline(options: OperateOptions): SourceOperation {
  const { rule, paced, settleMs } = options;
  const target = async (
    reader: ActionsReader,
    { subject, parameters }: Parameters<SourceOperation['start']>[0],
  ) => {
    const place = needWorkflow(subject, rule);
    const { [REF_FIELD]: chosen, ...given } = parameters;
    const ref = chosen?.trim() || (await reader.defaultBranch(place.name));
    return { place, ref, given };
  };
  return {
    operation: 'runPipeline',
    subject: 'pipeline',
    resources: [],
    unavailable: subject => {
      const place = workflowOf(subject, rule);
      return 'reason' in place ? place.reason : undefined;
    },
    async parameters(subject, context) {
      const reader = options.reader(context);
      const place = needWorkflow(subject, rule);
      const ref = await reader.defaultBranch(place.name);
      const dispatchable = await readDispatchable(reader, place, ref);
      const asksForOne = dispatchable.inputs.some(
        ({ type }) => type === 'environment',
      );
      return parameterForm(
        dispatchable,
        ref,
        asksForOne ? await reader.environments(place.name) : undefined,
      );
    },
    async start(request, context) {
      const reader = options.reader(context);
      const { place, ref, given } = await target(reader, request);
      const { token } = request;
      const dispatchable = await readDispatchable(reader, place, ref);
      const inputs = dispatchInputs(dispatchable, given, token);
      const writer = options.writer(context);
      const { run, now } = await writer.dispatch(place, ref, inputs);
      return run === undefined
        ? {
            repository: place.name.identity,
            workflow: place.file,
            ref,
            token,
            from: new Date(now - DOUBT_MS).toISOString(),
            ...(dispatchable.showsToken ? { showsToken: 'true' } : {}),
          }
        : handleOf({ name: place.name, id: run, attempt: 1 });
    },
    async find(request, context) {
      const reader = options.reader(context);
      const { place, ref } = await target(reader, request);
      const text = await reader.workflowFile(place, ref);
      const parsed = text === undefined ? undefined : parseWorkflow(text);
      const showsToken =
        parsed !== undefined && 'inputs' in parsed && parsed.showsToken;
      const found = await settled(
        () =>
          seekDispatched(reader, {
            place,
            ref,
            token: request.token,
            showsToken,
            begun: now => begunAt(request.since, now),
          }),
        settleMs,
        context.signal,
      );
      return found === undefined || found === 'unsure'
        ? found
        : handleOf({ name: place.name, id: String(found.id), attempt: 1 });
    },
    follow: (handle, context) =>
      paced.take(JSON.stringify(handle), () =>
        follow(options, options.reader(context), handle),
      ),
  };
}

async function follow(
  { rule }: OperateOptions,
  reader: ActionsReader,
  handle: OperationHandle,
): Promise<OperationProgress> {
  const known = readHandle(handle, rule);
  if (known) {
    return followRun(reader, known);
  }
  const { workflow: file, ref, token, from } = handle;
  const name = repositoryOf(handle, rule);
  const showsToken = handle.showsToken === 'true';
  const found = await seekDispatched(reader, {
    place: { name, file },
    ref,
    token,
    showsToken,
    begun: () => Date.parse(from),
  });
  if (found === undefined || (found === 'unsure' && showsToken)) {
    return {
      state: 'waiting',
      message: 'GitHub has taken it, and does not show its run yet',
    };
  }
  return found === 'unsure'
    ? {
        state: 'unknown',
        message:
          'GitHub has taken it, and does not tell which of the newest runs is its own',
      }
    : followRun(reader, { name, id: String(found.id), attempt: 1 });
}
