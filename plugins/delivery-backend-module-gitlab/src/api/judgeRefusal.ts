import {
  classifyStatus,
  retryAfterMs,
  SourceFailure,
} from '@throughline/plugin-delivery-node';
import { refusalMessage } from './refusalMessage';

/** The time to stay away after a limit that does not say how long: the limits are by the minute. */
const UNTOLD_WAIT_MS = 60_000;

/** An answer that is no success. */
export interface Refusal {
  status: number;
  headers: Headers;
  /** Its body; plain text where a rate limit is told. */
  text: string;
  /** What was asked for, in words. */
  asked: string;
}

/** Tells what a refusal means. Limits of single features come without any header that would say so. */
export function judgeRefusal(
  refusal: Refusal,
  host: string,
  now: number = Date.now(),
): SourceFailure {
  const { status, headers } = refusal;
  const message = refusalMessage(refusal.text);
  const told = `${host} answered ${status} to '${refusal.asked}'${
    message ? `: ${message}` : ''
  }`;
  if (status === 429) {
    return new SourceFailure('rateLimit', told, {
      retryAfterMs: waitOf(headers, now),
    });
  }
  if (status === 401) {
    return new SourceFailure(
      'authentication',
      `${told}. Has the token expired, or been revoked?`,
    );
  }
  return new SourceFailure(classifyStatus(status), told, {
    retryAfterMs: retryAfterMs(headers.get('retry-after')),
  });
}

function waitOf(headers: Headers, now: number): number {
  const asked = retryAfterMs(headers.get('retry-after'));
  const reset = Number(headers.get('ratelimit-reset') ?? NaN) * 1000 - now;
  return asked ?? (reset > 0 && reset < 3_600_000 ? reset : UNTOLD_WAIT_MS);
}
