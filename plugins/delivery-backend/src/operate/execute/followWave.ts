import type { LivePages } from '../../read/LivePages';
import type { TargetProgress } from '../records';
import type { SubjectFinder } from '../subjects/SubjectFinder';
import { reachOf } from './reachOf';
import { endTarget, isEnded } from './targetStates';
import { tellControllers } from './tellControllers';
import { noteReach, type WaveMemory } from './VersionMemory';
import type { VersionWork } from './VersionWork';
import { watchDeployed } from './watchDeployed';
import { watchTarget } from './watchTarget';

/** What is degraded for a moment while pods change is not broken. */
const DEGRADED_MS = 20_000;

/** Sees how far the targets of a wave are that is written, and ends those that have come to an end. */
export async function followWave(
  { record, order, progress, context }: VersionWork,
  wave: WaveMemory,
  targets: readonly TargetProgress[],
  {
    pages,
    finder,
    followForMs,
  }: { pages: LivePages; finder: SubjectFinder; followForMs: number },
): Promise<void> {
  const page = await pages.get(record.entityRef);
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
    const late = sinceMs > followForMs;
    // What waits for a person may wait; what should happen by itself should have.
    if (late && !isEnded(target) && seen.type !== 'waiting') {
      endTarget(
        target,
        'unknown',
        `it was followed for ${followForMs / 60_000} minutes without an end: ${
          target.message
        }`,
      );
    }
  }
  await tellControllers(record, wave, targets, views, {
    finder,
    context,
  });
}
