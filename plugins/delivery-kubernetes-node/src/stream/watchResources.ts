import { readLines, SourceFailure } from '@throughline/plugin-delivery-node';
import { z } from 'zod';
import { failureOfStatus } from '../client';
import { resourcePath } from '../discovery';
import { identityOf, projectObject } from './projectObject';
import type { ResourceEvent } from './ResourceEvent';
import type { StreamOptions } from './StreamOptions';

const eventSchema = z.object({ type: z.string(), object: z.unknown() });

/**
 * Watches a resource from a resource version on, until the API server ends the watch, the connection breaks or
 * nothing came for long; then it returns, to be opened anew where it was.
 *
 * @param onVersion - told how far it came
 * @throws SourceFailure, where the watch cannot be opened or the API server says so in the stream
 */
export async function* watchResources<T>(
  options: StreamOptions<T>,
  resourceVersion: string,
  onVersion: (resourceVersion: string) => void,
): AsyncGenerator<ResourceEvent<T>> {
  const { client, resource, namespace, labelSelector, timing = {} } = options;
  const spread = 0.8 + 0.4 * (timing.random ?? Math.random)();
  // A child, so that leaving the loop ends the connection as well.
  const stop = new AbortController();
  const signal = AbortSignal.any([options.signal, stop.signal]);
  try {
    const response = await client.request({
      operation: `watch ${resource.plural}`,
      path: resourcePath(resource, { namespace }),
      query: {
        labelSelector,
        watch: 1,
        resourceVersion,
        allowWatchBookmarks: true,
        timeoutSeconds: Math.ceil((timing.watchSeconds ?? 300) * spread),
      },
      signal,
      deadlineMs: 15_000,
    });
    let understood = false;
    for await (const line of linesOf(
      response,
      signal,
      Math.ceil((timing.watchSilenceMs ?? 90_000) * spread),
    )) {
      const event = parseEvent(line);
      if (event) {
        understood = true;
        yield* interpret(event, options, onVersion);
      } else if (understood) {
        // Mostly the last line of a stream that broke: it comes again when the watch is opened anew.
        return;
      } else {
        throw new SourceFailure(
          'protocol',
          `The watch of ${options.resource.plural} answered with what is no event`,
        );
      }
    }
  } finally {
    stop.abort();
  }
}

async function* linesOf(
  response: Response,
  signal: AbortSignal,
  maxSilenceMs: number,
): AsyncGenerator<string> {
  try {
    yield* readLines(response, { signal, maxSilenceMs });
  } catch (error) {
    // Silence and broken connections are a watch's normal ends.
    if (
      !(error instanceof SourceFailure) ||
      (error.kind !== 'timeout' && error.kind !== 'unreachable')
    ) {
      throw error;
    }
  }
}

function parseEvent(line: string): z.infer<typeof eventSchema> | undefined {
  try {
    return eventSchema.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}

function* interpret<T>(
  event: z.infer<typeof eventSchema>,
  options: StreamOptions<T>,
  onVersion: (resourceVersion: string) => void,
): Generator<ResourceEvent<T>> {
  const { type, object } = event;
  if (type === 'ERROR') {
    throw failureOfStatus(`'watch ${options.resource.plural}'`, object);
  }
  const known = identityOf(object);
  if (type === 'BOOKMARK') {
    const version = bookmarkVersion(object);
    if (version) {
      onVersion(version);
      yield { type: 'alive', resourceVersion: version };
    }
    return;
  }
  if (type === 'DELETED') {
    if (known) {
      yield { type: 'removed', object: known.identity };
    }
  } else if (type === 'ADDED' || type === 'MODIFIED') {
    const projected = projectObject(object, options.project);
    if (projected) {
      yield projected;
    }
  }
  if (known?.resourceVersion) {
    onVersion(known.resourceVersion);
  }
}

const bookmarkSchema = z.object({
  metadata: z.object({ resourceVersion: z.string().min(1) }),
});

function bookmarkVersion(object: unknown): string | undefined {
  const parsed = bookmarkSchema.safeParse(object);
  return parsed.success ? parsed.data.metadata.resourceVersion : undefined;
}
