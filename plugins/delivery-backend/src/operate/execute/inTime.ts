/**
 * Waits for work no longer than a signal lets it. Work that does not listen to the signal goes on unheard: what it does
 * then is for the next look to find out.
 *
 * @throws the signal's reason
 */
export async function inTime<T>(
  work: Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  let stop = () => {};
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) {
      stop();
    }
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
