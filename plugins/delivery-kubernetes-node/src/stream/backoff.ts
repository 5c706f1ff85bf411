import { setTimeout as sleep } from 'node:timers/promises';
import type { StreamTiming } from './StreamOptions';

const LONGEST_MS = 15_000;

/**
 * Waits before another try: twice as long each time, and never quite as long as another stream that failed at the
 * same moment.
 *
 * @param tries - how many there were in a row, from 1
 */
export async function backoff(
  tries: number,
  signal: AbortSignal,
  timing: StreamTiming = {},
  atLeastMs = 0,
): Promise<void> {
  const full = Math.min(
    LONGEST_MS,
    (timing.backoffMs ?? 500) * 2 ** (tries - 1),
  );
  const jittered = full * (0.5 + 0.5 * (timing.random ?? Math.random)());
  await pause(Math.max(jittered, Math.min(atLeastMs, 60_000)), signal);
}

/**
 * Waits, and ends early without an error where `signal` says so.
 *
 * @public
 */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => {});
}
