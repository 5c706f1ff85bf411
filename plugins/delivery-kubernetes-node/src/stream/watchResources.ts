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
 * @public
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
    for await (const line of linesOf(
      response,
      signal,
      Math.ceil((timing.watchSilenceMs ?? 90_000) * spread),
    )) {
      yield* interpret(line, options, onVersion);
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

function* interpret<T>(
  line: string,
  options: StreamOptions<T>,
  onVersion: (resourceVersion: string) => void,
): Generator<ResourceEvent<T>> {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    // Mostly the last line of a stream that broke: the object comes again when the watch is opened anew.
    yield { type: 'malformed', reason: 'an event of the watch is not JSON' };
    return;
  }
  const parsed = eventSchema.safeParse(json);
  if (!parsed.success) {
    yield { type: 'malformed', reason: 'an event of the watch has no type' };
    return;
  }
  const { type, object } = parsed.data;
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
    const event = projectObject(object, options.project);
    if (event) {
      yield event;
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
