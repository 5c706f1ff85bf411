import { SourceFailure } from '@throughline/plugin-delivery-node';
import { isExpired, isRefused } from '../client';
import { backoff } from './backoff';
import { listResources } from './listResources';
import type { ResourceEvent } from './ResourceEvent';
import type { StreamOptions } from './StreamOptions';
import { watchResources } from './watchResources';

/**
 * A watch that ended sooner than this without a word was refused by something in between.
 */
const SHORT_WATCH_MS = 5_000;

/**
 * Lists a resource and then watches it, without an end: watches that end are opened anew where they were, and where
 * the API server has forgotten that, the resource is listed anew. Errors that may pass are tried again a few times.
 *
 * Nothing is read from the API server until what was yielded has been dealt with.
 *
 * @param options - `resourceVersion`: begins with a watch from there, as a consumer that knows the state of that
 * version may do
 * @throws SourceFailure, where trying again did not help, or cannot
 * @public
 */
export async function* listAndWatch<T>(
  options: StreamOptions<T> & { resourceVersion?: string },
): AsyncGenerator<ResourceEvent<T>> {
  const { signal, timing = {} } = options;
  const position = { version: options.resourceVersion };
  const advance = (version: string) => {
    position.version = version;
  };
  let failures = 0;
  let hasty = 0;
  while (!signal.aborted) {
    const opened = Date.now();
    let heard = false;
    try {
      if (position.version === undefined) {
        for await (const event of listResources(options)) {
          yield event;
          if (event.type === 'listed') {
            advance(event.resourceVersion);
          }
        }
        failures = 0;
      }
      if (position.version === undefined) {
        return;
      }
      for await (const event of watchResources(
        options,
        position.version,
        advance,
      )) {
        heard = true;
        failures = 0;
        yield event;
      }
    } catch (error) {
      if (signal.aborted) {
        return;
      }
      if (isExpired(error)) {
        position.version = undefined;
      } else if (!mayPass(error) || ++failures > (timing.maxFailures ?? 4)) {
        throw error;
      } else {
        await backoff(failures, signal, timing, retryAfter(error));
        continue;
      }
    }
    hasty = heard || Date.now() - opened > SHORT_WATCH_MS ? 0 : hasty + 1;
    if (hasty > 0) {
      await backoff(hasty, signal, timing);
    }
  }
}

function mayPass(error: unknown): boolean {
  return (
    error instanceof SourceFailure &&
    !isRefused(error) &&
    (error.kind === 'unreachable' ||
      error.kind === 'timeout' ||
      error.kind === 'rateLimit' ||
      error.kind === 'protocol')
  );
}

function retryAfter(error: unknown): number | undefined {
  return error instanceof SourceFailure ? error.retryAfterMs : undefined;
}
