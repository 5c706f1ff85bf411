import { SourceFailure } from '@throughline/plugin-delivery-node';
import { z } from 'zod';
import { isExpired } from '../client';
import { resourcePath } from '../discovery';
import { backoff } from './backoff';
import { ListParser } from './ListParser';
import { projectObject } from './projectObject';
import { readChunks } from './readChunks';
import type { ResourceEvent } from './ResourceEvent';
import type { StreamOptions } from './StreamOptions';

const DEFAULT_PAGE_SIZE = 500;
const MAX_RESTARTS = 3;

const metadataSchema = z.object({
  resourceVersion: z.string(),
  continue: z.string().optional(),
});

/**
 * Lists a resource page by page; each object is projected as it arrives and then forgotten. Where the API server has
 * forgotten what a list was continued from, the list begins anew rather than going on inconsistently; from the
 * fourth time on it is asked for in one piece.
 *
 * @throws SourceFailure
 */
export async function* listResources<T>(
  options: StreamOptions<T>,
): AsyncGenerator<ResourceEvent<T>> {
  for (let restarts = 0; ; restarts++) {
    yield { type: 'listing' };
    try {
      const resourceVersion = yield* pages(options, restarts < MAX_RESTARTS);
      yield { type: 'listed', resourceVersion };
      return;
    } catch (error) {
      if (!isExpired(error) || restarts >= MAX_RESTARTS) {
        throw error;
      }
      await backoff(restarts + 1, options.signal, options.timing);
      options.signal.throwIfAborted();
    }
  }
}

async function* pages<T>(
  options: StreamOptions<T>,
  paged: boolean,
): AsyncGenerator<ResourceEvent<T>, string> {
  const { client, resource, namespace, labelSelector, signal } = options;
  let token: string | undefined;
  do {
    const leave = await options.gate?.enter(signal);
    try {
      signal.throwIfAborted();
      const response = await client.request({
        operation: `list ${resource.plural}`,
        path: resourcePath(resource, { namespace }),
        query: {
          labelSelector,
          limit: paged ? options.pageSize ?? DEFAULT_PAGE_SIZE : undefined,
          continue: token,
        },
        signal,
        // A server that begins to answer only when it has gathered all is slow, not hung.
        deadlineMs: paged ? 15_000 : 60_000,
      });
      const metadata = yield* page(options, response);
      token = metadata.continue || undefined;
      if (token === undefined) {
        return metadata.resourceVersion;
      }
    } finally {
      leave?.();
    }
  } while (!signal.aborted);
  signal.throwIfAborted();
  throw new SourceFailure('internal', 'A list ended without an end');
}

async function* page<T>(
  options: StreamOptions<T>,
  response: Response,
): AsyncGenerator<ResourceEvent<T>, z.infer<typeof metadataSchema>> {
  const parser = new ListParser();
  for await (const chunk of readChunks(response, {
    signal: options.signal,
    maxSilenceMs: options.timing?.listSilenceMs ?? 30_000,
  })) {
    for (const text of parser.push(chunk)) {
      const event = projectText(text, options);
      // What a list holds without interest is simply not mentioned.
      if (event && event.type !== 'removed') {
        yield event;
      }
    }
  }
  parser.finish();
  const metadata = metadataSchema.safeParse(parser.fields.metadata);
  if (!metadata.success) {
    throw new SourceFailure(
      'protocol',
      `The list of ${options.resource.plural} has no resource version`,
    );
  }
  return metadata.data;
}

function projectText<T>(
  text: string,
  options: StreamOptions<T>,
): ResourceEvent<T> | undefined {
  let object: unknown;
  try {
    object = JSON.parse(text);
  } catch {
    return { type: 'malformed', reason: 'it is not JSON' };
  }
  return projectObject(object, options.project);
}
