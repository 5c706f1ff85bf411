import type { OperationState } from '@throughline/plugin-delivery-common';
import {
  SourceFailure,
  type DeliverySource,
} from '@throughline/plugin-delivery-node';
import type { LivePages } from '../../read/LivePages';
import type { VersionOrder } from '../plan/VersionOrder';
import {
  commitEffect,
  type OperationProgress,
  type OperationRecord,
  type TargetProgress,
} from '../records';
import type { SubjectFinder } from '../subjects/SubjectFinder';
import { afterFailure } from './afterFailure';
import type { Advance, ExecuteContext, Executor } from './Executor';
import { followWave } from './followWave';
import { linksOf } from './linksOf';
import { OperatorCalls } from './OperatorCalls';
import { requireAuthorized } from './requireAuthorized';
import { pinningOf } from './pinningOf';
import { publishGates } from './publishGates';
import { runPipelines } from './runPipelines';
import { summarizeVersions } from './summarizeVersions';
import {
  newMemory,
  type VersionMemory,
  writtenCommits,
  type WaveMemory,
} from './VersionMemory';
import { endTarget, isEnded } from './targetStates';
import { versionSteps } from './versionSteps';
import type { VersionWork } from './VersionWork';
import { writeWave } from './writeWave';

export interface VersionExecutorOptions {
  finder: SubjectFinder;
  pages: LivePages;
  sources: readonly DeliverySource[];
  followForMs: number;
  /** How long an upstream may take to answer. */
  answerMs: number;
  /** What gates say of an operation now. */
  judge: (record: OperationRecord) => Promise<OperationRecord>;
  portalUrl: string;
}

/** Brings a version somewhere through Git, wave by wave, and follows it until it runs and is healthy. */
export class VersionExecutor implements Executor {
  readonly #calls: OperatorCalls;

  constructor(private readonly options: VersionExecutorOptions) {
    this.#calls = new OperatorCalls(options.answerMs);
  }

  handles({ type }: OperationRecord): boolean {
    return type === 'promote' || type === 'rollBack' || type === 'unpin';
  }

  async advance(
    record: OperationRecord,
    context: ExecuteContext,
  ): Promise<Advance> {
    const order = record.order.details as VersionOrder;
    const progress: OperationProgress = structuredClone(record.progress);
    progress.startedAt ??= new Date(context.now).toISOString();
    const memory = (progress.memory ??
      newMemory(order.waves.length)) as VersionMemory;
    progress.memory = memory;
    const state = await this.#wave({
      record,
      order,
      progress,
      memory,
      context,
    });
    progress.effects = [
      ...new Set([
        ...(progress.effects ?? []),
        ...writtenCommits(memory).map(commitEffect),
      ]),
    ];
    progress.pinning = pinningOf(order, memory);
    progress.steps = versionSteps(order, memory, progress, context.now);
    return {
      state,
      progress: { ...progress, message: summarizeVersions(progress) },
    };
  }

  async #wave(work: VersionWork): Promise<OperationState> {
    const { record, order, progress, memory, context } = work;
    const wave = memory.waves[memory.wave];
    const ids = order.waves[memory.wave];
    const targets = progress.targets.filter(({ id }) => ids.includes(id));
    targets
      .filter(({ state }) => state === 'pending')
      .forEach(target => {
        target.state = 'running';
      });
    if (!wave.writtenAt) {
      const written = await this.#write(work, wave, targets);
      if (written !== 'written') {
        return written;
      }
      wave.writtenAt = new Date(context.now).toISOString();
      await context.save(progress);
    }
    if (record.type === 'unpin') {
      targets.forEach(target => endTarget(target, 'succeeded'));
    } else {
      await followWave(work, wave, targets, this.options);
    }
    if (targets.some(target => !isEnded(target))) {
      return 'running';
    }
    const failed = targets.find(({ state }) => state !== 'succeeded');
    if (failed) {
      progress.targets
        .filter(({ state }) => state === 'pending')
        .forEach(target =>
          endTarget(
            target,
            'cancelled',
            'not begun: an earlier wave did not succeed',
          ),
        );
      return failed.state === 'unknown' ? 'unknown' : 'failed';
    }
    if (memory.wave + 1 < order.waves.length) {
      memory.wave++;
      return 'running';
    }
    return 'succeeded';
  }

  async #write(
    { record, order, progress, memory, context }: VersionWork,
    wave: WaveMemory,
    targets: readonly TargetProgress[],
  ): Promise<OperationState | 'written'> {
    const ids = new Set(targets.map(({ id }) => id));
    try {
      if (!wave.runs && Object.keys(wave.writes).length === 0) {
        await this.#requireAuthorized(record, ids);
      }
      const written = order.runs
        ? await runPipelines(order.runs, wave, {
            record,
            progress,
            targets,
            sources: this.options.sources,
            calls: this.#calls,
            followForMs: this.options.followForMs,
            context,
          })
        : await writeWave(
            order.edits.filter(({ targetId }) => ids.has(targetId)),
            wave,
            {
              record,
              order,
              context,
              wave: memory.wave + 1,
              sources: this.options.sources,
              portalUrl: this.options.portalUrl,
              remember: () => context.save(progress),
            },
          );
      delete wave.unansweredSince;
      progress.links = linksOf(memory);
      if (written.type === 'written') {
        return 'written';
      }
      if (written.type === 'failed') {
        if (written.diff) {
          wave.clash = written.diff;
        }
        return stop(progress, targets, 'failed', written.message);
      }
      targets.forEach(target => {
        target.message = written.message;
      });
      await publishGates(record, wave, memory, {
        ...this.options,
        context,
      });
      return 'running';
    } catch (error) {
      if (context.signal.aborted) {
        throw error;
      }
      const failed = afterFailure(error, wave, record, {
        now: context.now,
        patienceMs: this.options.followForMs,
      });
      if (failed.state !== 'running') {
        return stop(progress, targets, failed.state, failed.message);
      }
      targets.forEach(target => {
        target.message = failed.message;
      });
      return 'running';
    }
  }

  /** What nobody has written for yet is still what it was authorised for. */
  async #requireAuthorized(
    record: OperationRecord,
    ids: ReadonlySet<string>,
  ): Promise<void> {
    const { finder } = this.options;
    const all = await finder.targets(await finder.record(record.entityRef));
    for (const id of ids) {
      const subject = all.find(each => each.id === id);
      if (!subject) {
        throw new SourceFailure(
          'configuration',
          'one of its targets is not there any more',
        );
      }
      requireAuthorized(record.order, subject);
    }
  }
}

/** Ends what is under way, and what has not begun with it. */
function stop(
  progress: OperationProgress,
  targets: readonly TargetProgress[],
  state: 'failed' | 'unknown',
  message: string,
): OperationState {
  targets.forEach(target => endTarget(target, state, message));
  progress.targets
    .filter(target => target.state === 'pending')
    .forEach(target => endTarget(target, 'cancelled', 'not begun'));
  return state;
}
