import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Housekeeping } from '../store';
import { Doorbell } from './Doorbell';

const LOOK_MS = 60_000;
const RETENTION_MS = 6 * 3600 * 1000;

/** Looks after the store until the signal is aborted, beginning a while after the start, which has enough to do. */
export async function keepHouse(
  housekeeping: Housekeeping,
  signal: AbortSignal,
  logger: LoggerService,
): Promise<void> {
  const doorbell = new Doorbell();
  const ring = () => doorbell.ring();
  signal.addEventListener('abort', ring);
  let retainedAt = -Infinity;
  try {
    await doorbell.waitFor(LOOK_MS);
    while (!signal.aborted) {
      try {
        await housekeeping.removeAbandoned(signal);
        if (performance.now() - retainedAt > RETENTION_MS) {
          await housekeeping.applyRetention(signal);
          retainedAt = performance.now();
        }
      } catch (error) {
        logger.warn('Housekeeping failed and is tried again', error as Error);
      }
      if (!signal.aborted) {
        await doorbell.waitFor(LOOK_MS);
      }
    }
  } finally {
    signal.removeEventListener('abort', ring);
  }
}
