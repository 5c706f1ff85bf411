import { cleanMessage, type RunItem } from '@throughline/plugin-delivery-node';
import { DescribeSchema, StageSchema } from '../api/schemas';
import { stageStatus, WAITS_FOR_INPUT } from './stageStatus';
import { isoTime } from './text';

const MAX_STAGES = 200;

/** Stages with these statuses have an end; of the others, only a beginning is told. */
const ENDED = ['succeeded', 'failed', 'cancelled'];

/**
 * Puts a build's stages into its run. A build that waits for a person runs, as far as its own page tells; only the
 * stage view knows. A stage that cannot be read is left out.
 */
export function withStages(run: RunItem, answer: unknown): RunItem {
  const { data } = DescribeSchema.safeParse(answer);
  if (!data) {
    return run;
  }
  const jobs = readStages(data.stages);
  const waits =
    run.status.status === 'running' && data.status === WAITS_FOR_INPUT;
  return {
    ...run,
    ...(waits
      ? { status: { status: 'waiting' as const, raw: WAITS_FOR_INPUT } }
      : {}),
    jobs,
  };
}

/** Stages as the jobs of a run; one that cannot be read is left out. */
export function readStages(nodes: readonly unknown[]): RunItem['jobs'] {
  return nodes.slice(0, MAX_STAGES).flatMap(readStage);
}

function readStage(node: unknown): RunItem['jobs'] {
  const { data } = StageSchema.safeParse(node);
  const name = cleanMessage(data?.name ?? '', 200);
  if (!data || !name) {
    return [];
  }
  const status = stageStatus(data.status);
  const from = data.startTimeMillis;
  const known = typeof from === 'number' && from > 0;
  const duration = data.durationMillis;
  return [
    {
      name,
      status,
      ...(known ? { startedAt: isoTime(from) } : {}),
      ...(known && typeof duration === 'number' && ENDED.includes(status.status)
        ? { finishedAt: isoTime(from + Math.round(duration)) }
        : {}),
    },
  ];
}
