import { cleanMessage, SourceFailure } from '@throughline/plugin-delivery-node';

/**
 * Reads a body as it comes. Time runs only while a read is pending, so that a slow consumer is not taken for a
 * silent server.
 *
 * @throws SourceFailure of kind `timeout` where nothing came for `maxSilenceMs`, `unreachable` where it broke off
 */
export async function* readChunks(
  response: Response,
  options: { signal: AbortSignal; maxSilenceMs: number },
): AsyncGenerator<Uint8Array> {
  const reader = response.body?.getReader();
  const onAbort = () => void reader?.cancel().catch(() => {});
  options.signal.addEventListener('abort', onAbort, { once: true });
  try {
    while (reader) {
      const { done, value } = await withinSilence(
        reader.read(),
        options.maxSilenceMs,
      );
      options.signal.throwIfAborted();
      if (done) {
        return;
      }
      yield value;
    }
  } catch (error) {
    options.signal.throwIfAborted();
    if (error instanceof SourceFailure) {
      throw error;
    }
    throw new SourceFailure(
      'unreachable',
      `The answer broke off: ${cleanMessage((error as Error).message, 100)}`,
    );
  } finally {
    options.signal.removeEventListener('abort', onAbort);
    await reader?.cancel().catch(() => {});
  }
}

async function withinSilence<T>(read: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  try {
    return await Promise.race([
      read,
      new Promise<never>((_, reject) => {
        timer = setTimeout(
          () =>
            reject(
              new SourceFailure(
                'timeout',
                `The answer stopped for ${ms / 1000} s`,
              ),
            ),
          ms,
        );
      }),
    ]);
  } finally {
    clearTimeout(timer);
  }
}
