import { z } from 'zod';
import type { OperationStep } from '@throughline/plugin-delivery-common';
import { cleanMessage, SourceFailure } from '@throughline/plugin-delivery-node';
import type { JenkinsClient } from '../api/JenkinsClient';
import { NotThere } from '../api/NotThere';
import { DescribeSchema } from '../api/schemas';
import { WAITS_FOR_INPUT } from '../map/stageStatus';
import { readStages } from '../map/withStages';

const Inputs = z.array(z.object({ message: z.string().nullish() }));

/** What the stage view tells of a build. */
export interface BuildSteps {
  steps: OperationStep[];
  /** What it asks a person; absent where it asks nothing. */
  waitsFor?: string;
}

const STATES: Readonly<Record<string, OperationStep['state']>> = {
  queued: 'pending',
  running: 'running',
  waiting: 'waiting',
  succeeded: 'succeeded',
  failed: 'failed',
  cancelled: 'failed',
  skipped: 'skipped',
};

/**
 * The stages of a build as steps; undefined where the stage view is not installed, or does not answer: what becomes of
 * the build is told without it.
 */
export async function readSteps(
  client: JenkinsClient,
  job: string,
  number: number,
): Promise<BuildSteps | undefined> {
  const answer = await optional(() => client.stages(job, number));
  const { data } = DescribeSchema.safeParse(answer);
  if (!data) {
    return undefined;
  }
  const steps = readStages(data.stages).map(
    ({ name, status, startedAt, finishedAt }): OperationStep => ({
      name,
      // A stage whose word is not understood is not claimed to be done.
      state: STATES[status.status] ?? 'failed',
      ...(status.reason ? { message: status.reason } : {}),
      ...(startedAt ? { startedAt } : {}),
      ...(finishedAt ? { finishedAt } : {}),
    }),
  );
  if (data.status !== WAITS_FOR_INPUT) {
    return { steps };
  }
  const inputs = Inputs.safeParse(
    await optional(() => client.inputs(job, number)),
  ).data;
  const asked = (inputs ?? [])
    .map(({ message }) => cleanMessage(message ?? '', 200))
    .filter(Boolean)
    .join(' · ');
  return {
    steps,
    waitsFor: `it waits for a person${asked ? `: ${asked}` : ''}`,
  };
}

async function optional(call: () => Promise<unknown>): Promise<unknown> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof NotThere || error instanceof SourceFailure) {
      return undefined;
    }
    throw error;
  }
}
