import { SourceFailure } from '../contract';
import { readJson } from './UpstreamClient';

/**
 * Reads the JSON that answers a write. Where it breaks off, nobody knows whether the write was done: that is told as
 * `unreachable`, so that an operation looks before it acts again. What is no JSON at all comes from a login page or a
 * proxy, and did nothing.
 *
 * @throws SourceFailure
 * @public
 */
export async function readWriteAnswer(
  response: Response,
  options: { signal: AbortSignal; deadlineMs?: number },
): Promise<unknown> {
  const isJson = /\bjson\b/i.test(response.headers.get('content-type') ?? '');
  try {
    return await readJson(response, options);
  } catch (error) {
    if (isJson && error instanceof SourceFailure && error.kind === 'protocol') {
      throw new SourceFailure(
        'unreachable',
        `The answer to what was asked for was lost: ${error.message}`,
      );
    }
    throw error;
  }
}
