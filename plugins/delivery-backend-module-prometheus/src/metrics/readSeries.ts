import { MatrixItem } from '../api/schemas';
import { parseValue } from '../api/parseValue';
import type { Steps } from './stepsOf';

/** The points of one series, gaps included, or why there are none. */
export type ReadSeries =
  | { points: [number, number | null][] }
  | { unknownBecause: string };

/** Reads the result of a metric's query, which must be one series. */
export function readSeries(
  items: readonly unknown[],
  { start, end, step }: Steps,
): ReadSeries {
  if (items.length === 0) {
    return { unknownBecause: 'no data' };
  }
  if (items.length > 1) {
    return {
      unknownBecause: `the query gives ${items.length} series, and one is needed: sum them up in the query`,
    };
  }
  const series = MatrixItem.safeParse(items[0]).data;
  if (!series) {
    return { unknownBecause: 'the series is not in the form of the API' };
  }
  const values = new Map(
    series.values.map(([time, text]) => [Math.round(time), parseValue(text)]),
  );
  const points: [number, number | null][] = [];
  for (let time = start; time <= end; time += step) {
    const value = values.get(time);
    points.push([
      time,
      value !== undefined && Number.isFinite(value) ? value : null,
    ]);
  }
  return points.some(([, value]) => value !== null)
    ? { points }
    : { unknownBecause: 'there was nothing to measure' };
}
