import { DateTime, Duration } from 'luxon';

const UNITS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 365 * 86_400],
  ['month', 30 * 86_400],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/**
 * How long ago something was. What lies in the future by somebody's clock counts as now: an age is never
 * negative.
 *
 * @returns undefined where the text is no time
 */
export function formatAge(
  iso: string,
  now: number,
  language?: string,
): string | undefined {
  const at = DateTime.fromISO(iso);
  if (!at.isValid) {
    return undefined;
  }
  const seconds = Math.max(0, (now - at.toMillis()) / 1000);
  const format = new Intl.RelativeTimeFormat(language, {
    style: 'short',
    numeric: 'auto',
  });
  const [unit, length] = UNITS.find(([, size]) => seconds >= size) ?? [
    'second' as const,
    1,
  ];
  const count = unit === 'second' ? 0 : Math.floor(seconds / length);
  return format.format(-count || 0, unit).replace(/\./g, '');
}

/** The exact time, with its zone, for whoever needs it. */
export function formatExact(iso: string, language?: string): string {
  const at = DateTime.fromISO(iso);
  return at.isValid
    ? at
        .setLocale(language ?? at.locale ?? 'en')
        .toLocaleString(DateTime.DATETIME_FULL_WITH_SECONDS)
    : iso;
}

/**
 * How long something took, in its two greatest units.
 *
 * @returns undefined where it cannot be told, or where the times contradict each other
 */
export function formatDuration(
  startedAt: string | undefined,
  finishedAt: string | undefined,
): string | undefined {
  if (!startedAt || !finishedAt) {
    return undefined;
  }
  const start = DateTime.fromISO(startedAt);
  const end = DateTime.fromISO(finishedAt);
  const seconds = Math.round(end.diff(start).as('seconds'));
  if (!start.isValid || !end.isValid || seconds < 0) {
    return undefined;
  }
  const parts = Duration.fromObject({ seconds })
    .shiftTo('days', 'hours', 'minutes', 'seconds')
    .toObject();
  const shown = [
    [parts.days, 'd'],
    [parts.hours, 'h'],
    [parts.minutes, 'm'],
    [parts.seconds, 's'],
  ].filter(([count]) => count);
  return shown.length === 0
    ? '0s'
    : shown
        .slice(0, 2)
        .map(([count, unit]) => `${count}${unit}`)
        .join(' ');
}
