import {
  SourceFailure,
  type OperationHandle,
  type OperationRequest,
  type SourceOperation,
} from '@throughline/plugin-delivery-node';
import { itemId } from '../../store';
import {
  deploymentEffect,
  type OperationProgress,
  type TargetProgress,
} from '../records';
import type { ExecuteContext } from './Executor';
import { inTime } from './inTime';
import { isDoubtful } from './isDoubtful';
import { endTarget } from './targetStates';

/** One attempt to advance one target. */
export interface OperatorCall {
  operator: SourceOperation;
  request: OperationRequest;
  target: TargetProgress;
  progress: OperationProgress;
  context: ExecuteContext;
  /** Whether an earlier call to act has not come back: it may yet. */
  isUnanswered: boolean;
  start(): Promise<OperationHandle>;
}

/** Acts, but never twice: that it is about to is stored first, and what an earlier try has done is looked for. */
export async function begin(call: OperatorCall): Promise<void> {
  const { operator, request, target, progress, context } = call;
  const { signal, save } = context;
  if (target.starting) {
    const found = await inTime(operator.find(request, context), signal);
    if (found === 'unsure') {
      endTarget(
        target,
        'unknown',
        `its answer was lost, and the upstream cannot tell whether it acted: look at ${target.name} there, and ask again where it did not`,
      );
      return;
    }
    if (found) {
      target.handle = found;
      target.state = 'running';
      delete target.starting;
      return;
    }
    if (call.isUnanswered) {
      throw new SourceFailure(
        'timeout',
        'it was asked and has not answered; it is not asked twice',
      );
    }
  }
  target.starting = true;
  target.state = 'running';
  await save(progress);
  try {
    target.handle = await inTime(call.start(), signal);
  } catch (error) {
    if (error instanceof SourceFailure && !isDoubtful(error)) {
      delete target.starting;
    }
    throw error;
  }
  delete target.starting;
  delete target.message;
  await save(progress);
}

/** Reads how far a target has come. */
export async function follow(call: OperatorCall): Promise<void> {
  const { operator, target, progress, context } = call;
  const seen = await inTime(
    operator.follow(target.handle!, context),
    context.signal,
  );
  if (seen.message) {
    target.message = seen.message;
  } else {
    delete target.message;
  }
  // An answer that leaves them out takes nothing back that was seen before.
  target.steps = seen.steps ?? target.steps;
  target.url = seen.url ?? target.url;
  target.state = seen.state === 'waiting' ? 'running' : seen.state;
  if (seen.deployment) {
    const id = itemId(target.sourceId, 'deployment', seen.deployment);
    progress.effects = [
      ...new Set([...(progress.effects ?? []), deploymentEffect(id)]),
    ];
  }
}
