import { isError } from '@backstage/errors';
import type {
  OperationState,
  OperationStep,
} from '@throughline/plugin-delivery-common';
import {
  SourceFailure,
  type OperationRequest,
  type SourceOperation,
} from '@throughline/plugin-delivery-node';
import type {
  OperationProgress,
  OperationRecord,
  TargetProgress,
} from '../records';
import { operatorOf } from '../subjects/ResolvedSubject';
import type { SubjectFinder } from '../subjects/SubjectFinder';
import type { Advance, ExecuteContext, Executor } from './Executor';
import { isDoubtful } from './isDoubtful';
import { OperatorCalls } from './OperatorCalls';
import { requireAuthorized } from './requireAuthorized';
import { summarize } from './summarize';
import { endTarget, isEnded } from './targetStates';

/** Types that are about a version, and go through Git. */
const VERSIONED = ['promote', 'rollBack', 'unpin'];

/** Does what a source does by itself: it is asked once, and then followed until it has an end. */
export class DirectExecutor implements Executor {
  readonly #calls: OperatorCalls;

  constructor(
    private readonly options: {
      finder: SubjectFinder;
      followForMs: number;
      /** How long one target may keep the others of its operation waiting. */
      answerMs: number;
    },
  ) {
    this.#calls = new OperatorCalls(options.answerMs);
  }

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
    const done = await Promise.allSettled(
      progress.targets
        .filter(target => !isEnded(target))
        .map(target => this.#advanceOne(record, target, progress, context)),
    );
    const failed = done.find(({ status }) => status === 'rejected');
    if (failed) {
      throw (failed as PromiseRejectedResult).reason;
    }
    const { targets } = progress;
    return {
      state: stateOf(targets),
      progress: {
        ...progress,
        steps: stepsOf(targets),
        links: linksOf(targets),
        message: summarize(progress),
      },
    };
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
      await this.#act(record, target, progress, context);
    } catch (error) {
      if (context.signal.aborted) {
        throw error;
      }
      judgeFailure(target, error);
    }
    if (late && !isEnded(target)) {
      endTarget(
        target,
        hasBegun(target) ? 'unknown' : 'failed',
        `it was followed for ${
          this.options.followForMs / 60_000
        } minutes without an end${target.message ? `: ${target.message}` : ''}`,
      );
    }
  }

  async #act(
    record: OperationRecord,
    target: TargetProgress,
    progress: OperationProgress,
    context: ExecuteContext,
  ): Promise<void> {
    const { operator, request } = await this.#operator(record, target);
    await this.#calls.advance(
      `${record.id} ${target.id}`,
      { operator, request, target, progress },
      context,
    );
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
    if (!target.handle && !target.starting) {
      requireAuthorized(record.order, subjects[0]);
    }
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

/** What a failure says of a target: that it has ended, or nothing yet. */
function judgeFailure(target: TargetProgress, error: unknown): void {
  const begun = hasBegun(target);
  if (error instanceof SourceFailure) {
    if (isDoubtful(error)) {
      target.message = error.message;
    } else {
      endTarget(target, begun ? 'unknown' : 'failed', error.message);
    }
  } else if (isError(error) && error.name === 'NotFoundError') {
    // What has begun may come into sight again: lists keep the newest runs only.
    if (begun) {
      target.message = error.message;
    } else {
      endTarget(target, 'failed', error.message);
    }
  } else {
    throw error;
  }
}

/** Whether the upstream was, or may have been, asked to act. */
function hasBegun({ handle, starting }: TargetProgress): boolean {
  return handle !== undefined || starting === true;
}

/** The steps of one target are those of the whole; of several, each says whose it is. */
function stepsOf(targets: readonly TargetProgress[]): OperationStep[] {
  return targets.flatMap(({ name, steps = [] }) =>
    targets.length === 1
      ? steps
      : steps.map(step => ({ ...step, name: `${name}: ${step.name}` })),
  );
}

function linksOf(targets: readonly TargetProgress[]) {
  return targets.flatMap(({ name, url }) =>
    url ? [{ title: name, url }] : [],
  );
}

/** The state of the whole: under way while any is, and the worst of the ends then. */
function stateOf(targets: readonly TargetProgress[]): OperationState {
  if (targets.some(target => !isEnded(target))) {
    return 'running';
  }
  const order: OperationState[] = ['failed', 'unknown', 'cancelled', 'refused'];
  return (
    order.find(state => targets.some(each => each.state === state)) ??
    'succeeded'
  );
}
