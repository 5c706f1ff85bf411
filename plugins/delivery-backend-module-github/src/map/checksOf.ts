import { z } from 'zod';
import type { Judged, RunStatus } from '@throughline/plugin-delivery-common';
import { isTerminalRun } from '@throughline/plugin-delivery-common';

const STATES: Readonly<Record<string, RunStatus>> = {
  SUCCESS: 'succeeded',
  PENDING: 'running',
  // Something that a rule asks for has not begun.
  EXPECTED: 'queued',
  FAILURE: 'failed',
  ERROR: 'failed',
};

const Rollup = z.object({ state: z.string() });

/**
 * All checks and commit statuses of a commit told as one, those of other systems included. A commit without any has
 * no rollup, and so no checks here; the REST API's combined status would call it pending.
 */
export function checksOf(rollup: unknown): Judged<RunStatus> | undefined {
  if (rollup === null || rollup === undefined) {
    return undefined;
  }
  const { data } = Rollup.safeParse(rollup);
  if (!data) {
    return { status: 'unknown', reason: 'the checks cannot be read' };
  }
  const { state } = data;
  return Object.hasOwn(STATES, state)
    ? { status: STATES[state], raw: state }
    : {
        status: 'unknown',
        raw: state.slice(0, 60),
        reason: `the state '${state.slice(0, 60)}' of checks is not known`,
      };
}

/** Whether checks are still under way. */
export function isUnsettled(checks: Judged<RunStatus> | undefined): boolean {
  return (
    checks !== undefined &&
    checks.status !== 'unknown' &&
    !isTerminalRun(checks.status)
  );
}
