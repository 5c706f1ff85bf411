export const sleep = (ms: number) =>
  new Promise<void>(resolve => {
    setTimeout(resolve, ms);
  });

/** An error that looking again does not mend. */
export class Final extends Error {}

/** Looks until there is an answer; what a look throws is told where there never is one. */
export async function until<T>(
  what: string,
  look: () => Promise<T | undefined | false>,
  options: { timeoutMs: number; everyMs?: number },
): Promise<T> {
  const end = performance.now() + options.timeoutMs;
  let last: unknown;
  while (performance.now() < end) {
    try {
      const found = await look();
      if (found) {
        return found;
      }
      last = undefined;
    } catch (error) {
      if (error instanceof Final) {
        throw error;
      }
      last = error;
    }
    await sleep(options.everyMs ?? 250);
  }
  throw new Error(
    `${what} did not happen within ${options.timeoutMs / 1000} s${
      last instanceof Error ? `: ${last.message}` : ''
    }`,
  );
}

/** Prints what was measured. */
export function tell(text: string): void {
  process.stdout.write(`    ${text}\n`);
}
