import {
  isTerminalOperation,
  type OperationState,
} from '@throughline/plugin-delivery-common';
import type { DeliverySource } from '@throughline/plugin-delivery-node';
import type { LivePages } from '../../read/LivePages';
import type { VersionOrder } from '../plan/VersionOrder';
import {
  commitEffect,
  type OperationProgress,
  type OperationRecord,
  type TargetProgress,
} from '../records';
import type { SubjectFinder } from '../subjects/SubjectFinder';
import type { Advance, ExecuteContext, Executor } from './Executor';
import { publishGates } from './publishGates';
import { summarizeVersions } from './summarizeVersions';
import { tellControllers } from './tellControllers';
import {
  newMemory,
  type VersionMemory,
  writtenCommits,
  type WaveMemory,
} from './VersionMemory';
import { versionSteps } from './versionSteps';
import { watchTarget } from './watchTarget';
import { isDoubtful, writeWave } from './writeWave';

/** What is degraded for a moment while pods change is not broken. */
const DEGRADED_MS = 20_000;

export interface VersionExecutorOptions {
  finder: SubjectFinder;
  pages: LivePages;
  sources: readonly DeliverySource[];
  followForMs: number;
  /** What gates say of an operation now. */
  judge: (record: OperationRecord) => Promise<OperationRecord>;
  portalUrl: string;
}

/** Brings a version somewhere through Git, wave by wave, and follows it until it runs and is healthy. */
export class VersionExecutor implements Executor {
  constructor(private readonly options: VersionExecutorOptions) {}

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
    progress.effects = writtenCommits(memory).map(commitEffect);
    progress.steps = versionSteps(order, memory, progress, context.now);
    return {
      state,
      progress: { ...progress, message: summarizeVersions(progress) },
    };
  }

  async #wave(work: Work): Promise<OperationState> {
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
      targets.forEach(target => end(target, 'succeeded'));
    } else {
      await this.#watch(work, wave, targets);
    }
    if (targets.some(({ state }) => !isEnded(state))) {
      return 'running';
    }
    const failed = targets.find(({ state }) => state !== 'succeeded');
    if (failed) {
      progress.targets
        .filter(({ state }) => state === 'pending')
        .forEach(target =>
          end(
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
    { record, order, progress, memory, context }: Work,
    wave: WaveMemory,
    targets: readonly TargetProgress[],
  ): Promise<OperationState | 'written'> {
    const ids = new Set(targets.map(({ id }) => id));
    try {
      const written = await writeWave(
        order.edits.filter(({ targetId }) => ids.has(targetId)),
        wave,
        {
          record,
          order,
          context,
          sources: this.options.sources,
          portalUrl: this.options.portalUrl,
          remember: () => context.save(progress),
        },
      );
      progress.links = linksOf(memory);
      if (written.type === 'written') {
        return 'written';
      }
      if (written.type === 'failed') {
        targets.forEach(target => end(target, 'failed', written.message));
        progress.targets
          .filter(({ state }) => state === 'pending')
          .forEach(target => end(target, 'cancelled', 'not begun'));
        return 'failed';
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
      if (!isDoubtful(error)) {
        throw error;
      }
      targets.forEach(target => {
        target.message = error.message;
      });
      return 'running';
    }
  }

  async #watch(
    { record, order, context }: Work,
    wave: WaveMemory,
    targets: readonly TargetProgress[],
  ): Promise<void> {
    const page = await this.options.pages.get(record.entityRef);
    const views = new Map(
      page.lanes.flatMap(lane => lane.targets).map(view => [view.id, view]),
    );
    const shas = Object.values(wave.writes).flatMap(({ sha }) => sha ?? []);
    for (const target of targets.filter(({ state }) => !isEnded(state))) {
      const seen = watchTarget(views.get(target.id), order, shas);
      const since = wave.degradedSince[target.id];
      if (seen.type === 'healthy') {
        end(target, 'succeeded');
      } else if (seen.type === 'degraded') {
        wave.degradedSince[target.id] =
          since ?? new Date(context.now).toISOString();
        target.message = seen.message;
        if (since && context.now - Date.parse(since) > DEGRADED_MS) {
          end(target, 'failed', seen.message);
        }
      } else {
        delete wave.degradedSince[target.id];
        target.message = seen.message;
      }
      const late =
        context.now - Date.parse(wave.writtenAt!) > this.options.followForMs;
      // What waits for a person may wait; what should happen by itself should have.
      if (late && !isEnded(target.state) && seen.type !== 'waiting') {
        end(
          target,
          'unknown',
          `it was followed for ${
            this.options.followForMs / 60_000
          } minutes without an end: ${target.message}`,
        );
      }
    }
    await tellControllers(record, wave, targets, views, {
      finder: this.options.finder,
      context,
    });
  }
}

interface Work {
  record: OperationRecord;
  order: VersionOrder;
  progress: OperationProgress;
  memory: VersionMemory;
  context: ExecuteContext;
}

function end(
  target: TargetProgress,
  state: OperationState,
  message?: string,
): void {
  target.state = state;
  if (message) {
    target.message = message;
  } else {
    delete target.message;
  }
}

function isEnded(state: TargetProgress['state']): boolean {
  return state !== 'pending' && isTerminalOperation(state);
}

function linksOf({ waves }: VersionMemory): OperationProgress['links'] {
  return waves.flatMap(({ writes }) =>
    Object.values(writes).flatMap(({ pullRequest }) =>
      pullRequest
        ? [
            {
              title: `Pull request #${pullRequest.number}`,
              url: pullRequest.url,
            },
          ]
        : [],
    ),
  );
}
