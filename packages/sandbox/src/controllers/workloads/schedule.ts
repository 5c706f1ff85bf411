const RANGES = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 6],
] as const;

const NICKNAMES: Record<string, string> = {
  '@hourly': '0 * * * *',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@weekly': '0 0 * * 0',
  '@monthly': '0 0 1 * *',
};

function parseField(field: string, low: number, high: number): Set<number> {
  const values = new Set<number>();
  for (const part of field.split(',')) {
    const [range, step = '1'] = part.split('/');
    const [from, to = part.includes('/') ? String(high) : from] =
      range === '*' ? [String(low), String(high)] : range.split('-');
    for (let value = Number(from); value <= Number(to); value += Number(step)) {
      values.add(value);
    }
  }
  return values;
}

/** Reads a cron schedule (five fields, UTC): whether it means a minute. */
function parseSchedule(schedule: string): (date: Date) => boolean {
  const fields = (NICKNAMES[schedule] ?? schedule).trim().split(/\s+/);
  const [minutes, hours, days, months, weekdays] = RANGES.map(
    ([low, high], i) => parseField(fields[i] ?? '*', low, high),
  );
  return date =>
    minutes.has(date.getUTCMinutes()) &&
    hours.has(date.getUTCHours()) &&
    days.has(date.getUTCDate()) &&
    months.has(date.getUTCMonth() + 1) &&
    weekdays.has(date.getUTCDay());
}

const MINUTE = 60_000;
const HORIZON_MINUTES = 60 * 24 * 40;

function search(
  schedule: string,
  from: number,
  direction: 1 | -1,
): Date | undefined {
  const due = parseSchedule(schedule);
  for (let i = 0; i < HORIZON_MINUTES; i++) {
    const date = new Date(from + direction * i * MINUTE);
    if (due(date)) {
      return date;
    }
  }
  return undefined;
}

/** When a schedule is due next after a time; undefined if not within forty days. */
export function nextRun(schedule: string, after: Date): Date | undefined {
  return search(
    schedule,
    after.getTime() - (after.getTime() % MINUTE) + MINUTE,
    1,
  );
}

/** When a schedule was due last before a time. */
export function lastRun(schedule: string, before: Date): Date | undefined {
  return search(schedule, before.getTime() - (before.getTime() % MINUTE), -1);
}
