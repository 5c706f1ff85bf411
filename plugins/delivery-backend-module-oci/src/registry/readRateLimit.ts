import { retryAfterMs } from '@throughline/plugin-delivery-node';

/** What is left of a registry's limit. */
export interface RateLimit {
  limit: number;
  remaining: number;
  /** ISO 8601 */
  resetsAt?: string;
}

/**
 * Reads what a registry tells of its limit: Docker Hub writes `ratelimit-limit: 100;w=21600`, with a sliding window that
 * has no moment of its end; others tell the seconds until then in `ratelimit-reset`.
 */
export function readRateLimit(
  headers: Headers,
  now: number = Date.now(),
): RateLimit | undefined {
  const limit = count(headers.get('ratelimit-limit'));
  const remaining = count(headers.get('ratelimit-remaining'));
  if (limit === undefined || remaining === undefined) {
    return undefined;
  }
  const seconds = count(headers.get('ratelimit-reset'));
  return {
    limit,
    remaining,
    // Longer than a year is no time to wait, but a moment that is counted from elsewhere.
    ...(seconds !== undefined && seconds < 31_536_000
      ? { resetsAt: new Date(now + seconds * 1_000).toISOString() }
      : {}),
  };
}

/** How long a registry asks to be left alone; Docker Hub tells the moment, in seconds since 1970, by a header of its own. */
export function waitOf(
  headers: Headers,
  now: number = Date.now(),
): number | undefined {
  const moment = count(headers.get('x-retry-after'));
  return (
    retryAfterMs(headers.get('retry-after')) ??
    (moment === undefined ? undefined : Math.max(0, moment * 1_000 - now))
  );
}

function count(header: string | null): number | undefined {
  const digits = /^\s*(\d{1,12})\s*(?:;|,|$)/.exec(header ?? '')?.[1];
  return digits === undefined ? undefined : Number(digits);
}
