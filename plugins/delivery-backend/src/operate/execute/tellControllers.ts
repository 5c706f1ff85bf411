import type { TargetView } from '@throughline/plugin-delivery-common';
import {
  SourceFailure,
  type OperationRequest,
} from '@throughline/plugin-delivery-node';
import type { OperationRecord, TargetProgress } from '../records';
import { operatorsOf } from '../subjects/ResolvedSubject';
import type { SubjectFinder } from '../subjects/SubjectFinder';
import type { ExecuteContext } from './Executor';
import type { WaveMemory } from './VersionMemory';

/** A controller that syncs by itself has done so by then. */
const PATIENCE_MS = 20_000;

/**
 * Has controllers look at Git at once, rather than at their next turn, and syncs what they do not sync by themselves.
 * Each is told once; what they answer is of no account, as what they do is watched.
 */
export async function tellControllers(
  record: OperationRecord,
  wave: WaveMemory,
  targets: readonly TargetProgress[],
  views: ReadonlyMap<string, TargetView>,
  { finder, context }: { finder: SubjectFinder; context: ExecuteContext },
): Promise<void> {
  const untold = targets.filter(
    ({ id, state }) => state === 'running' && !wave.told.includes(id),
  );
  const unsynced = targets.filter(
    ({ id, state }) =>
      state === 'running' &&
      wave.told.includes(id) &&
      !wave.synced.includes(id) &&
      views.get(id)?.sync.status === 'outOfSync' &&
      context.now - Date.parse(wave.writtenAt!) > PATIENCE_MS,
  );
  if (untold.length + unsynced.length === 0) {
    return;
  }
  const subjects = await finder.targets(await finder.record(record.entityRef));
  const call = async (
    target: TargetProgress,
    operations: readonly string[],
    options: { once: boolean },
  ) => {
    const subject = subjects.find(({ id }) => id === target.id);
    const operator =
      subject &&
      operatorsOf(subject).find(each => operations.includes(each.operation));
    if (!subject || !operator || operator.unavailable?.(subject.subject)) {
      return;
    }
    const request: OperationRequest = {
      subject: subject.subject,
      parameters: {},
      token: record.id,
      actor: record.actor,
    };
    try {
      // A process that ended right after it had asked did not remember that.
      if (!options.once || !(await operator.find(request, context))) {
        await operator.start(request, context);
      }
    } catch (error) {
      if (!(error instanceof SourceFailure)) {
        throw error;
      }
      context.logger.debug(
        `${target.name} could not be told to look: ${error.message}`,
      );
    }
  };
  for (const target of untold) {
    wave.told.push(target.id);
    await call(target, ['refresh', 'reconcile'], { once: false });
  }
  for (const target of unsynced) {
    wave.synced.push(target.id);
    await call(target, ['sync'], { once: true });
  }
}
