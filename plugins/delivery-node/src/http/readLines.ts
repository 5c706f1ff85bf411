import { SourceFailure } from '../contract';

/**
 * Reads a stream of JSON lines as it comes, one line at a time, without ever holding more than one.
 *
 * @param options - `maxLineBytes`: a longer line ends the stream with an error; 16 MiB unless told.
 * `maxSilenceMs`: the longest time without a byte.
 * @throws SourceFailure of kind `timeout` or `protocol`
 * @public
 */
export async function* readLines(
  response: Response,
  options: {
    signal: AbortSignal;
    maxLineBytes?: number;
    maxSilenceMs?: number;
  },
): AsyncGenerator<string> {
  const limit = options.maxLineBytes ?? 16 * 1024 * 1024;
  const decoder = new TextDecoder();
  const reader = response.body?.getReader();
  const onAbort = () => void reader?.cancel().catch(() => {});
  options.signal.addEventListener('abort', onAbort, { once: true });
  let rest = '';
  try {
    while (reader) {
      const { done, value } = await withSilence(
        reader.read(),
        options.maxSilenceMs,
      );
      if (options.signal.aborted) {
        return;
      }
      // Only what is new is looked through, as a long line comes in many pieces.
      const lines = (
        done ? decoder.decode() : decoder.decode(value, { stream: true })
      ).split('\n');
      lines[0] = rest + lines[0];
      rest = lines.pop() ?? '';
      if (rest.length > limit) {
        throw new SourceFailure(
          'protocol',
          `A line is longer than ${limit} bytes`,
        );
      }
      for (const line of lines) {
        if (line.trim()) {
          yield line;
        }
      }
      if (done) {
        break;
      }
    }
    if (rest.trim()) {
      yield rest;
    }
  } catch (error) {
    if (options.signal.aborted) {
      return;
    }
    if (error instanceof SourceFailure) {
      throw error;
    }
    throw new SourceFailure('unreachable', 'The stream was cut off');
  } finally {
    options.signal.removeEventListener('abort', onAbort);
    await reader?.cancel().catch(() => {});
  }
}

async function withSilence<T>(
  read: Promise<T>,
  ms: number | undefined,
): Promise<T> {
  if (ms === undefined) {
    return read;
  }
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
                `The stream was silent for ${ms / 1000} s`,
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
