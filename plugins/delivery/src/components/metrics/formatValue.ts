import type { MetricUnit } from '@throughline/plugin-delivery-common';
import type { Translate } from '../../hooks/useT';

/** A value with its unit, in three digits: shares in percent, times in milliseconds. */
export function formatValue(
  value: number,
  unit: MetricUnit,
  t: Translate,
  language?: string,
): string {
  const factor = { perSecond: 1, ratio: 100, seconds: 1000 }[unit];
  const text = new Intl.NumberFormat(language, {
    maximumSignificantDigits: 3,
  }).format(value * factor);
  return t(`vitals.metrics.${unit}`, { value: text });
}
