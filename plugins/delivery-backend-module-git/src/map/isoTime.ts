/** The last second of the year 9999, since 1970. */
const LATEST = 253_402_300_799;

/** Seconds since 1970 as ISO 8601; undefined where a broken tool wrote something else. */
export function isoTime(seconds: number): string | undefined {
  return Number.isFinite(seconds) && seconds >= 0 && seconds <= LATEST
    ? new Date(seconds * 1_000).toISOString()
    : undefined;
}
