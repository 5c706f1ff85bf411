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
import { OperatorCalls } from './OperatorCalls';
import { reachOf } from './reachOf';
import { requireAuthorized } from './requireAuthorized';
import { publishGates } from './publishGates';
import { runPipelines } from './runPipelines';
import { summarizeVersions } from './summarizeVersions';
import { tellControllers } from './tellControllers';
import {
  newMemory,
  noteReach,
  type VersionMemory,
  writtenCommits,
  type WaveMemory,
} from './VersionMemory';
import { endTarget, isEnded } from './targetStates';
import { versionSteps } from './versionSteps';
import { watchDeployed } from './watchDeployed';
import { watchTarget } from './watchTarget';
import { writeWave } from './writeWave';

/** What is degraded for a moment while pods change is not broken. */
const DEGRADED_MS = 20_000;

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
      targets.forEach(target => endTarget(target, 'succeeded'));
    } else {
      await this.#watch(work, wave, targets);
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
    { record, order, progress, memory, context }: Work,
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

  async #watch(
    { record, order, progress, context }: Work,
    wave: WaveMemory,
    targets: readonly TargetProgress[],
  ): Promise<void> {
    const page = await this.options.pages.get(record.entityRef);
    const views = new Map(
      page.lanes.flatMap(lane => lane.targets).map(view => [view.id, view]),
    );
    const lane = page.lanes.find(
      ({ environment }) => environment.name === record.environment,
    );
    const sinceMs = context.now - Date.parse(wave.writtenAt!);
    const shas = Object.values(wave.writes).flatMap(({ sha }) => sha ?? []);
    for (const target of targets.filter(each => !isEnded(each))) {
      const view = views.get(target.id);
      const seen = order.runs
        ? watchDeployed(view, lane, order, sinceMs)
        : watchTarget(view, order, shas, progress.startedAt);
      const since = wave.degradedSince[target.id];
      noteReach(wave, target.id, reachOf(view, order, shas));
      if (seen.type === 'healthy') {
        endTarget(target, 'succeeded');
      } else if (seen.type === 'unobserved') {
        endTarget(target, 'unknown', seen.message);
      } else if (seen.type === 'degraded') {
        wave.degradedSince[target.id] =
          since ?? new Date(context.now).toISOString();
        target.message = seen.message;
        if (since && context.now - Date.parse(since) > DEGRADED_MS) {
          endTarget(target, 'failed', seen.message);
        }
      } else {
        delete wave.degradedSince[target.id];
        target.message = seen.message;
      }
      const late = sinceMs > this.options.followForMs;
      // What waits for a person may wait; what should happen by itself should have.
      if (late && !isEnded(target) && seen.type !== 'waiting') {
        endTarget(
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

function linksOf({ waves }: VersionMemory): OperationProgress['links'] {
  return waves.flatMap(({ writes, runs = {} }) => [
    ...Object.values(writes).flatMap(({ pullRequest }) =>
      pullRequest
        ? [
            {
              title: `Pull request #${pullRequest.number}`,
              url: pullRequest.url,
            },
          ]
        : [],
    ),
    ...Object.values(runs).flatMap(({ name, url }) =>
      url ? [{ title: `Run of ${name}`, url }] : [],
    ),
  ]);
}
