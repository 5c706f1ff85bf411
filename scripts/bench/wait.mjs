/** Something did not happen in time. */
export class NotInTime extends Error {}

export const sleep = ms => new Promise(resolve => setTimeout(resolve, ms));

/**
 * Looks until there is an answer, and gives up in time.
 *
 * @param look - answers undefined or false for "not yet"; what it throws counts as that, and is told at the end
 */
export async function until(
  what,
  look,
  { timeoutMs, everyMs = 500, hint = '' },
) {
  const end = performance.now() + timeoutMs;
  let last;
  while (performance.now() < end) {
    try {
      const found = await look();
      if (found) {
        return found;
      }
      last = undefined;
    } catch (error) {
      if (error.final) {
        throw error;
      }
      last = error;
    }
    await sleep(everyMs);
  }
  throw new NotInTime(
    `${what} did not happen within ${Math.round(timeoutMs / 1000)} s${
      last ? ` (${last.message})` : ''
    }. ${hint}`,
  );
}

export const seconds = since => (performance.now() - since) / 1000;

/** The value that the share of all stays at or below. */
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[
    Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)
  ];
}
