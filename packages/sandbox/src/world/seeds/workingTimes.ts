import { Random } from '../Random';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Instants at which people would commit: on weekdays, by day, never two within a quarter of an hour. */
export function workingTimes(
  count: number,
  from: Date,
  until: Date,
  random: Random,
): Date[] {
  const days = Math.floor((until.getTime() - from.getTime()) / DAY);
  const times: number[] = [];
  while (times.length < count) {
    const day = new Date(from.getTime() + random.integer(0, days) * DAY);
    day.setUTCHours(0, 0, 0, 0);
    const weekend = day.getUTCDay() === 0 || day.getUTCDay() === 6;
    const skip = random.chance(0.93);
    // The middle of the day is likelier than its ends.
    const hour = 7 + (random.next() + random.next()) * 5.5;
    const at = day.getTime() + Math.floor(hour * HOUR);
    if (!(weekend && skip) && at >= from.getTime() && at <= until.getTime()) {
      times.push(at);
    }
  }
  times.sort((a, b) => a - b);
  // Whenever the sandbox is started, something has just been done.
  times[times.length - 1] = until.getTime();
  for (let i = times.length - 2; i >= 0; i--) {
    times[i] = Math.min(times[i], times[i + 1] - 15 * MINUTE);
  }
  return times.map(time => new Date(Math.floor(time / 1000) * 1000));
}
