/** Clocks, and times that GitHub tells in whole seconds, leave this much doubt. */
export const DOUBT_MS = 3_000;

/**
 * When an operation began by GitHub's clock, at the earliest; undefined where that is not known.
 *
 * @param since - by the portal's clock
 * @param now - GitHub's
 */
export function begunAt(
  since: string | undefined,
  now: number,
): number | undefined {
  return since === undefined
    ? undefined
    : Date.parse(since) + (now - Date.now()) - DOUBT_MS;
}
