import type { OperationStep } from '@throughline/plugin-delivery-common';
import type { VersionOrder } from '../plan/VersionOrder';
import type { OperationProgress, TargetProgress } from '../records';
import type { Reach } from './reachOf';
import { isEnded } from './targetStates';
import type { RunMemory, VersionMemory, WaveMemory } from './VersionMemory';

const WRITTEN: Readonly<Record<VersionOrder['write'], string>> = {
  commit: 'written to Git',
  pullRequest: 'merged',
  pipeline: 'pipeline has run',
};

/** What is seen of a commit between its being there and the version being healthy. */
const REACHED: Readonly<Record<Reach, string>> = {
  seen: 'seen by the controller',
  synced: 'applied',
};

/**
 * The steps of a promotion or a roll back as people follow them: for each wave that it is written, that controllers have
 * seen and applied it, and that it runs.
 */
export function versionSteps(
  order: VersionOrder,
  memory: VersionMemory,
  progress: OperationProgress,
  now: number,
): OperationStep[] {
  const nowIso = new Date(now).toISOString();
  return order.waves.flatMap((ids, index) => {
    const wave = memory.waves[index];
    const targets = progress.targets.filter(({ id }) => ids.includes(id));
    const prefix = order.waves.length > 1 ? `Wave ${index + 1}: ` : '';
    const known = (name: string) =>
      progress.steps.find(step => step.name === name);
    const followed = (
      name: string,
      state: OperationStep['state'],
    ): OperationStep => ({
      name,
      state,
      ...(wave.writtenAt ? { startedAt: wave.writtenAt } : {}),
      ...(wave.writtenAt && (state === 'succeeded' || state === 'failed')
        ? { finishedAt: known(name)?.finishedAt ?? nowIso }
        : {}),
    });
    const runs = Object.values(wave.runs ?? {});
    const name = `${prefix}${WRITTEN[order.write]}`;
    const write =
      runsState(runs) ?? writeState(wave, targets, index <= memory.wave);
    const told =
      runs.find(({ message }) => message)?.message ??
      wave.clash ??
      (isAsItWas(wave) ? 'nothing to write: Git said so already' : undefined);
    const url = runs.find(each => each.url)?.url;
    return [
      {
        name,
        state: write,
        ...(told ? { message: told } : {}),
        ...(url ? { url } : {}),
        ...(write === 'pending'
          ? {}
          : { startedAt: known(name)?.startedAt ?? nowIso }),
        ...(wave.writtenAt ? { finishedAt: wave.writtenAt } : {}),
      },
      ...stagesOf(order).map(stage =>
        followed(
          `${prefix}${REACHED[stage]}`,
          reachState(wave, targets, stage),
        ),
      ),
      ...(isFollowed(order)
        ? [followed(`${prefix}runs and is healthy`, runState(wave, targets))]
        : []),
    ];
  });
}

/** Of what a pipeline brings no controller tells. */
function stagesOf(order: VersionOrder): Reach[] {
  return order.edits.length > 0 && isFollowed(order) ? ['seen', 'synced'] : [];
}

/** What gives a line back to an automation brings no version that could be seen to run. */
function isFollowed({ edits, runs }: VersionOrder): boolean {
  return runs !== undefined || edits.some(({ pinning }) => pinning !== 'unpin');
}

function isAsItWas({ writes }: WaveMemory): boolean {
  const all = Object.values(writes);
  return all.length > 0 && all.every(({ asItWas }) => asItWas);
}

function reachState(
  wave: WaveMemory,
  targets: readonly TargetProgress[],
  stage: Reach,
): OperationStep['state'] {
  const missing = targets.filter(({ id, state }) => {
    const reached = wave.reached?.[id];
    return state !== 'succeeded' && reached !== stage && reached !== 'synced';
  });
  return missing.length === 0 && targets.length > 0
    ? 'succeeded'
    : runState(wave, missing);
}

/** Of runs whose end is not known none is called well; undefined where there are none. */
function runsState(
  runs: readonly RunMemory[],
): OperationStep['state'] | undefined {
  if (runs.length === 0) {
    return undefined;
  }
  if (runs.some(run => !isEnded(run))) {
    return 'running';
  }
  return runs.every(({ state }) => state === 'succeeded')
    ? 'succeeded'
    : 'failed';
}

function writeState(
  wave: WaveMemory,
  targets: readonly TargetProgress[],
  began: boolean,
): OperationStep['state'] {
  if (wave.writtenAt) {
    return 'succeeded';
  }
  if (targets.some(isBroken)) {
    return 'failed';
  }
  if (targets.every(({ state }) => state === 'cancelled')) {
    return 'skipped';
  }
  return began ? 'waiting' : 'pending';
}

function runState(
  wave: WaveMemory,
  targets: readonly TargetProgress[],
): OperationStep['state'] {
  if (targets.every(({ state }) => state === 'succeeded')) {
    return 'succeeded';
  }
  if (targets.every(({ state }) => state === 'cancelled')) {
    return 'skipped';
  }
  if (targets.some(isBroken)) {
    return 'failed';
  }
  return wave.writtenAt ? 'running' : 'pending';
}

function isBroken({ state }: TargetProgress): boolean {
  return state === 'failed' || state === 'unknown';
}
