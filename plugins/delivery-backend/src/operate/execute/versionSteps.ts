import type { OperationStep } from '@throughline/plugin-delivery-common';
import type { VersionOrder } from '../plan/VersionOrder';
import type { OperationProgress, TargetProgress } from '../records';
import { isEnded } from './targetStates';
import type { RunMemory, VersionMemory, WaveMemory } from './VersionMemory';

const WRITTEN: Readonly<Record<VersionOrder['write'], string>> = {
  commit: 'written to Git',
  pullRequest: 'merged',
  pipeline: 'pipeline has run',
};

/** The steps of a promotion or a roll back as people follow them: for each wave that it is written, and that it runs. */
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
    const names = [
      `${prefix}${WRITTEN[order.write]}`,
      `${prefix}runs and is healthy`,
    ];
    const [first, second] = names.map(name =>
      progress.steps.find(step => step.name === name),
    );
    const runs = Object.values(wave.runs ?? {});
    const write =
      runsState(runs) ?? writeState(wave, targets, index <= memory.wave);
    const told = runs.find(({ message }) => message)?.message ?? wave.clash;
    const url = runs.find(each => each.url)?.url;
    const run = runState(wave, targets);
    const isEnd = run === 'succeeded' || run === 'failed';
    return [
      {
        name: names[0],
        state: write,
        ...(told ? { message: told } : {}),
        ...(url ? { url } : {}),
        ...(write === 'pending'
          ? {}
          : { startedAt: first?.startedAt ?? nowIso }),
        ...(wave.writtenAt ? { finishedAt: wave.writtenAt } : {}),
      },
      {
        name: names[1],
        state: run,
        ...(wave.writtenAt ? { startedAt: wave.writtenAt } : {}),
        ...(isEnd && wave.writtenAt
          ? { finishedAt: second?.finishedAt ?? nowIso }
          : {}),
      },
    ];
  });
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
