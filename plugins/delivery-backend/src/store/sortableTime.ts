/**
 * A time in the one form that sorts as text: UTC, to the millisecond. Upstreams write it with zones, with and without
 * fractions.
 *
 * @returns an empty text, which sorts before all times, where there is none
 */
export function sortableTime(time: string | undefined): string {
  const parsed = time === undefined ? NaN : Date.parse(time);
  if (Number.isNaN(parsed)) {
    return '';
  }
  const iso = new Date(parsed).toISOString();
  return iso.length === 24 ? iso : '';
}
