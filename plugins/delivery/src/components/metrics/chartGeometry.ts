import type { MetricSeries } from '@throughline/plugin-delivery-common';

/** Where a chart's points are, in its own units. */
export interface ChartGeometry {
  /** One line for each stretch without a gap, as the `d` of a path. */
  lines: string[];
  min: number;
  max: number;
  /** The newest value. */
  now?: number;
}

/**
 * Lays a series out in a box. The scale begins at zero, so that a ripple does not look like a wave; a gap in the data
 * is a gap in the line.
 *
 * @returns undefined where there is no value at all
 */
export function chartGeometry(
  { points }: Pick<MetricSeries, 'points'>,
  box: { width: number; height: number; from: number; to: number },
): ChartGeometry | undefined {
  const values = points.flatMap(([, value]) => (isValue(value) ? [value] : []));
  if (values.length === 0) {
    return undefined;
  }
  const max = Math.max(...values);
  // Divided first: the share of the tiniest maximum is a number still.
  const shareOf = (value: number) => (max > 0 ? Math.max(0, value) / max : 0);
  const lines: string[] = [];
  let line = '';
  for (const [at, value] of points) {
    if (isValue(value)) {
      const x = xOf(at, box);
      const y = box.height * (1 - shareOf(value));
      line += `${line ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}`;
    } else if (line) {
      lines.push(line);
      line = '';
    }
  }
  return {
    lines: line ? [...lines, line] : lines,
    min: Math.min(...values),
    max,
    now: values.at(-1),
  };
}

/** Where a time lies in a box. */
export function xOf(
  at: number,
  box: { width: number; from: number; to: number },
): number {
  return ((at - box.from) / (box.to - box.from)) * box.width;
}

function isValue(value: number | null): value is number {
  return value !== null && Number.isFinite(value);
}
