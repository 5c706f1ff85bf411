import {
  SourceFailure,
  type DeliverySource,
  type SourceOperation,
} from '@throughline/plugin-delivery-node';
import type { PipelineStart } from '../plan/VersionOrder';
import type {
  OperationProgress,
  OperationRecord,
  TargetProgress,
} from '../records';
import type { ExecuteContext } from './Executor';
import { isDoubtful } from './isDoubtful';
import type { OperatorCalls } from './OperatorCalls';
import { endTarget, isEnded } from './targetStates';
import type { RunMemory, WaveMemory } from './VersionMemory';
import type { Written } from './writeWave';

export interface RunOptions {
  record: OperationRecord;
  progress: OperationProgress;
  /** The targets of the wave. */
  targets: readonly TargetProgress[];
  sources: readonly DeliverySource[];
  calls: OperatorCalls;
  followForMs: number;
  context: ExecuteContext;
}

/**
 * Starts the pipelines of one wave, each once, and follows them to their end. That one has ended well says that it has
 * done its part; what runs then is watched. One whose end nobody knows may have done it, and is watched as well.
 */
export async function runPipelines(
  runs: readonly PipelineStart[],
  wave: WaveMemory,
  options: RunOptions,
): Promise<Written> {
  const ids = new Set(options.targets.map(({ id }) => id));
  const memories = (wave.runs ??= {});
  const done = await Promise.allSettled(
    runs.map(async (run, index) => {
      if (run.targetIds.some(id => ids.has(id))) {
        const memory = (memories[index] ??= newRun(run, index, options));
        if (!isEnded(memory)) {
          await advanceRun(run, index, memory, options);
        }
        endFailed(run, memory, options.targets);
      }
    }),
  );
  const broken = done.find(({ status }) => status === 'rejected');
  if (broken) {
    throw (broken as PromiseRejectedResult).reason;
  }
  const open = Object.values(memories).find(memory => !isEnded(memory));
  return open
    ? {
        type: 'waiting',
        message: `${open.name} runs${open.message ? `: ${open.message}` : ''}`,
        ...(open.url ? { url: open.url } : {}),
      }
    : { type: 'written' };
}

function newRun(
  { name, sourceId }: PipelineStart,
  index: number,
  { context }: RunOptions,
): RunMemory {
  return {
    id: String(index),
    name,
    sourceId,
    state: 'pending',
    since: new Date(context.now).toISOString(),
  };
}

async function advanceRun(
  run: PipelineStart,
  index: number,
  memory: RunMemory,
  options: RunOptions,
): Promise<void> {
  const { record, progress, calls, followForMs, context } = options;
  // Each run is found again by a token of its own.
  const token = index === 0 ? record.id : `${record.id}-${index}`;
  try {
    await calls.advance(
      token,
      {
        operator: operatorOf(run, options.sources),
        request: {
          subject: run.subject,
          parameters: run.parameters,
          token,
          actor: record.actor,
          since: memory.since,
        },
        target: memory,
        progress,
      },
      context,
    );
  } catch (error) {
    if (context.signal.aborted || !(error instanceof SourceFailure)) {
      throw error;
    }
    if (isDoubtful(error)) {
      memory.message = error.message;
    } else {
      endTarget(memory, hasBegun(memory) ? 'unknown' : 'failed', error.message);
    }
  }
  const late = context.now - Date.parse(memory.since) > followForMs;
  if (late && !isEnded(memory)) {
    endTarget(
      memory,
      hasBegun(memory) ? 'unknown' : 'failed',
      `it was followed for ${followForMs / 60_000} minutes without an end${
        memory.message ? `: ${memory.message}` : ''
      }`,
    );
  }
}

/** @throws SourceFailure where nothing runs the pipeline any more */
function operatorOf(
  { sourceId, name }: PipelineStart,
  sources: readonly DeliverySource[],
): SourceOperation {
  const operator = sources
    .find(({ id }) => id === sourceId)
    ?.operators?.find(
      each => each.operation === 'runPipeline' && each.subject === 'pipeline',
    );
  if (!operator) {
    throw new SourceFailure(
      'configuration',
      `${sourceId} cannot run ${name} any more`,
    );
  }
  return operator;
}

function endFailed(
  { targetIds, name }: PipelineStart,
  { state, message }: RunMemory,
  targets: readonly TargetProgress[],
): void {
  if (state === 'failed' || state === 'cancelled') {
    targets
      .filter(target => targetIds.includes(target.id) && !isEnded(target))
      .forEach(target =>
        endTarget(
          target,
          'failed',
          `the pipeline ${name} did not succeed${
            message ? `: ${message}` : ''
          }`,
        ),
      );
  }
}

/** Whether the upstream was, or may have been, asked to act. */
function hasBegun({ handle, starting }: RunMemory): boolean {
  return handle !== undefined || starting === true;
}
