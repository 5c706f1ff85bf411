/**
 * Waits for a live look-up no longer than a deadline, whether or not it heeds its signal: who has opened something
 * waits for it.
 *
 * @param onLate - makes the error of one that is late
 */
export async function withDeadline<T>(
  deadlineMs: number,
  look: (signal: AbortSignal) => Promise<T>,
  onLate: () => Error,
): Promise<T> {
  const abort = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      abort.abort();
      reject(onLate());
    }, deadlineMs);
  });
  try {
    return await Promise.race([look(abort.signal), deadline]);
  } finally {
    clearTimeout(timer);
  }
}
