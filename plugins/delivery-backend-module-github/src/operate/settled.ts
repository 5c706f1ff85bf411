import { setTimeout } from 'node:timers/promises';

/** GitHub may show what it has just begun some seconds late. */
export const SETTLE_MS = 10_000;
const EVERY_MS = 2_500;

/** Looks until something is found, or until nothing has been found for so long that there is nothing. */
export async function settled<T>(
  look: () => Promise<T | undefined>,
  settleMs: number,
  signal: AbortSignal,
  everyMs: number = EVERY_MS,
): Promise<T | undefined> {
  const until = Date.now() + settleMs;
  for (;;) {
    const found = await look();
    if (found !== undefined || Date.now() >= until) {
      return found;
    }
    await setTimeout(everyMs, undefined, { signal });
  }
}
