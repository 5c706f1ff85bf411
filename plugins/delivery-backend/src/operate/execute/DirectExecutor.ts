import {
  isTerminalOperation,
  type OperationState,
} from '@throughline/plugin-delivery-common';
import {
  SourceFailure,
  type OperateContext,
  type OperationRequest,
  type SourceOperation,
} from '@throughline/plugin-delivery-node';
import { itemId } from '../../store';
import {
  deploymentEffect,
  type OperationProgress,
  type OperationRecord,
  type TargetProgress,
} from '../records';
import { operatorOf } from '../subjects/ResolvedSubject';
import type { SubjectFinder } from '../subjects/SubjectFinder';
import type { Advance, ExecuteContext, Executor } from './Executor';
import { summarize } from './summarize';

/** Types that are about a version, and go through Git. */
const VERSIONED = ['promote', 'rollBack', 'unpin'];

/** Does what a source does by itself: it is asked once, and then followed until it has an end. */
export class DirectExecutor implements Executor {
  constructor(
    private readonly options: {
      finder: SubjectFinder;
      followForMs: number;
    },
  ) {}

  handles({ type }: OperationRecord): boolean {
    return !VERSIONED.includes(type);
  }

  async advance(
    record: OperationRecord,
    context: ExecuteContext,
  ): Promise<Advance> {
    const progress: OperationProgress = {
      ...record.progress,
      startedAt:
        record.progress.startedAt ?? new Date(context.now).toISOString(),
      targets: record.progress.targets.map(each => ({ ...each })),
    };
    for (const target of progress.targets) {
      if (!isEnded(target.state)) {
        await this.#advanceOne(record, target, progress, context);
      }
    }
    const state = stateOf(progress.targets);
    return { state, progress: { ...progress, message: summarize(progress) } };
  }

  async #advanceOne(
    record: OperationRecord,
    target: TargetProgress,
    progress: OperationProgress,
    context: ExecuteContext,
  ): Promise<void> {
    const late =
      context.now - Date.parse(progress.startedAt!) > this.options.followForMs;
    try {
      const { operator, request } = await this.#operator(record, target);
      if (!target.handle) {
        await begin(operator, request, target, progress, context);
      }
      if (target.handle && !isEnded(target.state)) {
        await follow(operator, target, progress, context);
      }
    } catch (error) {
      if (context.signal.aborted || !(error instanceof SourceFailure)) {
        throw error;
      }
      if (isDoubtful(error)) {
        target.message = error.message;
      } else {
        end(target, target.handle ? 'unknown' : 'failed', error.message);
      }
    }
    if (late && !isEnded(target.state)) {
      end(
        target,
        'unknown',
        `it was followed for ${
          this.options.followForMs / 60_000
        } minutes without an end${target.message ? `: ${target.message}` : ''}`,
      );
    }
  }

  async #operator(
    record: OperationRecord,
    target: TargetProgress,
  ): Promise<{ operator: SourceOperation; request: OperationRequest }> {
    const { input } = record.order;
    const entity = await this.options.finder.record(record.entityRef);
    const subjects = await this.options.finder.find(
      input.runId || input.pipelineId
        ? input
        : { ...input, targetIds: [target.id] },
      entity,
    );
    const operator = operatorOf(subjects[0], record.type);
    if (!operator) {
      throw new SourceFailure(
        'configuration',
        `${target.sourceId} cannot do this any more`,
      );
    }
    return {
      operator,
      request: {
        subject: subjects[0].subject,
        parameters: input.parameters ?? {},
        token: record.id,
        actor: record.actor,
        ...(record.progress.startedAt
          ? { since: record.progress.startedAt }
          : {}),
      },
    };
  }
}

/** Acts, but never twice: that it is about to is stored first, and what an earlier try has done is looked for. */
async function begin(
  operator: SourceOperation,
  request: OperationRequest,
  target: TargetProgress,
  progress: OperationProgress,
  context: ExecuteContext,
): Promise<void> {
  const source: OperateContext = context;
  if (target.starting) {
    const found = await operator.find(request, source);
    if (found === 'unsure') {
      end(
        target,
        'unknown',
        'its answer was lost, and the upstream cannot tell whether it acted',
      );
      return;
    }
    if (found) {
      target.handle = found;
      target.state = 'running';
      delete target.starting;
      return;
    }
  }
  target.starting = true;
  target.state = 'running';
  await context.save(progress);
  try {
    target.handle = await operator.start(request, source);
  } catch (error) {
    if (!(error instanceof SourceFailure && isDoubtful(error))) {
      delete target.starting;
    }
    throw error;
  }
  delete target.starting;
  delete target.message;
  await context.save(progress);
}

async function follow(
  operator: SourceOperation,
  target: TargetProgress,
  progress: OperationProgress,
  context: ExecuteContext,
): Promise<void> {
  const seen = await operator.follow(target.handle!, context);
  if (seen.message) {
    target.message = seen.message;
  } else {
    delete target.message;
  }
  target.state = seen.state === 'waiting' ? 'running' : seen.state;
  if (seen.deployment) {
    const id = itemId(target.sourceId, 'deployment', seen.deployment);
    progress.effects = [
      ...new Set([...(progress.effects ?? []), deploymentEffect(id)]),
    ];
  }
}

function end(
  target: TargetProgress,
  state: OperationState,
  message: string,
): void {
  target.state = state;
  target.message = message;
  delete target.starting;
}

/** Whether nobody knows if what was asked for was done. */
function isDoubtful({ kind }: SourceFailure): boolean {
  return kind === 'timeout' || kind === 'unreachable' || kind === 'rateLimit';
}

function isEnded(state: TargetProgress['state']): boolean {
  return state !== 'pending' && isTerminalOperation(state);
}

/** The state of the whole: under way while any is, and the worst of the ends then. */
function stateOf(targets: readonly TargetProgress[]): OperationState {
  if (targets.some(({ state }) => !isEnded(state))) {
    return 'running';
  }
  const order: OperationState[] = ['failed', 'unknown', 'cancelled', 'refused'];
  return (
    order.find(state => targets.some(each => each.state === state)) ??
    'succeeded'
  );
}
