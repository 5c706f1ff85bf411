/** The time at which the fixtures are "now". */
export const NOW = '2026-11-23T12:00:00.000Z';

/** A time so many minutes before the fixtures' now. */
export function minutesAgo(minutes: number): string {
  return new Date(Date.parse(NOW) - minutes * 60_000).toISOString();
}

/** A time so many days before the fixtures' now. */
export function daysAgo(days: number): string {
  return minutesAgo(days * 24 * 60);
}
