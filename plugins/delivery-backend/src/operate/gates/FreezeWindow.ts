import { DateTime, type WeekdayNumbers } from 'luxon';

/** A time in which nothing is to change. */
export type FreezeWindow =
  | {
      type: 'once';
      name: string;
      /** The environments that it is for. */
      environments: readonly string[];
      /** Milliseconds since 1970. */
      from: number;
      to: number;
    }
  | {
      type: 'weekly';
      name: string;
      environments: readonly string[];
      /** The day and time at which it begins, in its zone. */
      begins: { day: WeekdayNumbers; minute: number };
      /** The same for its end; where it is before the begin, it lies in the next week. */
      ends: { day: WeekdayNumbers; minute: number };
      timeZone: string;
    };

/** Windows that follow each other without a break are looked through, as many of them at most. */
const MAX_CHAIN = 20;

/**
 * The window that holds at a time, and until when nothing can change: where another begins before the first has ended,
 * its end counts.
 */
export function frozenUntil(
  windows: readonly FreezeWindow[],
  environment: string,
  at: number,
): { name: string; until: number } | undefined {
  const concerned = windows.filter(each =>
    each.environments.includes(environment),
  );
  let frozen: { name: string; until: number } | undefined;
  for (let step = 0; step < MAX_CHAIN; step++) {
    const last = longest(concerned, frozen?.until ?? at);
    if (!last) {
      break;
    }
    frozen = { name: frozen?.name ?? last.name, until: last.until };
  }
  return frozen;
}

/** Of the windows that hold at a time the one that ends last. */
function longest(
  windows: readonly FreezeWindow[],
  at: number,
): { name: string; until: number } | undefined {
  return windows
    .flatMap(window => {
      const until = endOf(window, at);
      return until === undefined ? [] : [{ name: window.name, until }];
    })
    .sort((a, b) => b.until - a.until)[0];
}

/** The end of a window, where it holds at a time. */
function endOf(window: FreezeWindow, at: number): number | undefined {
  if (window.type === 'once') {
    return window.from <= at && at < window.to ? window.to : undefined;
  }
  const now = DateTime.fromMillis(at, { zone: window.timeZone });
  // By the calendar of its zone: a day with a change of the clock is 23 or 25 hours long.
  for (const weeks of [0, -1]) {
    const begin = momentIn(now, window.begins, weeks);
    const sameWeek = momentIn(now, window.ends, weeks);
    const end =
      sameWeek > begin ? sameWeek : momentIn(now, window.ends, weeks + 1);
    if (begin.toMillis() <= at && at < end.toMillis()) {
      return end.toMillis();
    }
  }
  return undefined;
}

function momentIn(
  now: DateTime,
  { day, minute }: { day: WeekdayNumbers; minute: number },
  weeks: number,
): DateTime {
  return now
    .plus({ weeks })
    .set({ weekday: day })
    .startOf('day')
    .set({ hour: Math.floor(minute / 60), minute: minute % 60 });
}
