const MAX_POINTS = 200;
const SMALLEST_STEP = 15;
const SMALLEST_WINDOW = 300;

/** The times at which a metric is asked for: so many that a chart is smooth, and no more. All in seconds. */
export interface Steps {
  start: number;
  end: number;
  step: number;
  /** What rates are taken over: no event between two points is left out. */
  window: number;
}

/** Divides a time into at most 200 points, on multiples of the step, so that a chart does not jump as time goes on. */
export function stepsOf(from: number, to: number): Steps {
  const step = Math.max(
    SMALLEST_STEP,
    Math.ceil((to - from) / (MAX_POINTS - 2)),
  );
  return {
    start: Math.floor(from / step) * step,
    end: Math.floor(to / step) * step,
    step,
    window: Math.max(SMALLEST_WINDOW, step),
  };
}
