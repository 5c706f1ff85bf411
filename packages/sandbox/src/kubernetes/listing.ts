import type { Response } from 'express';
import { ApiError } from './ApiError';
import type { ClusterStore } from './ClusterStore';
import { keyOf } from './collections';
import { apiVersionOf } from './resources';
import { sendItems } from './sendItems';
import type { Matcher } from './selectors';
import type { KubeObject, ResourceDefinition } from './types';

/** What a list request asks for. */
export interface ListOptions {
  namespace?: string;
  matches: Matcher;
  /** Whether a selector is in force; the count of what remains is told only without one. */
  selective: boolean;
  limit?: number;
  continueToken?: string;
}

interface Cursor {
  v: 'meta.k8s.io/v1';
  rv: number;
  start: string;
  seen: number;
  inconsistent?: boolean;
}

function encodeCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

function decodeCursor(token: string): Cursor {
  try {
    const cursor = JSON.parse(
      Buffer.from(token, 'base64url').toString(),
    ) as Cursor;
    if (typeof cursor.start === 'string' && typeof cursor.rv === 'number') {
      return cursor;
    }
  } catch {
    // Answered below as any other bad token.
  }
  throw ApiError.badRequest(
    'continue key is not valid: the token is malformed',
  );
}

function resume(
  store: ClusterStore,
  definition: ResourceDefinition,
  token: string,
): Cursor {
  const cursor = decodeCursor(token);
  if (cursor.inconsistent) {
    return { ...cursor, rv: store.resourceVersion };
  }
  if (cursor.rv < store.oldestVersion(definition)) {
    throw ApiError.gone(
      'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.',
      encodeCursor({ ...cursor, inconsistent: true }),
    );
  }
  return cursor;
}

/** How an object stands in a list: built-in kinds leave out what the list already says. */
export function listItem(
  definition: ResourceDefinition,
  object: KubeObject,
): object {
  if (definition.custom) {
    return object;
  }
  const { apiVersion: _a, kind: _k, ...rest } = object;
  return rest;
}

/** Answers a list, item by item, so that a large one needs no large buffer. */
export async function sendList(
  store: ClusterStore,
  definition: ResourceDefinition,
  options: ListOptions,
  response: Response,
): Promise<void> {
  const { namespace, limit, matches } = options;
  const cursor = options.continueToken
    ? resume(store, definition, options.continueToken)
    : undefined;
  const version = cursor?.rv ?? store.resourceVersion;
  const objects = store.iterate(definition, {
    namespace,
    after: cursor?.start,
  });

  response.setHeader('Content-Type', 'application/json');
  const head = `{"kind":"${definition.kind}List","apiVersion":"${apiVersionOf(
    definition,
  )}","metadata":`;
  if (!limit) {
    const start = `${head}{"resourceVersion":"${version}"},"items":[`;
    const items = listItems(definition, objects, matches);
    await sendItems(response, start, items, ']}\n');
    return;
  }

  const page: KubeObject[] = [];
  let more = false;
  for (const object of objects) {
    if (!matches(object)) {
      continue;
    }
    if (page.length === limit) {
      more = true;
      break;
    }
    page.push(object);
  }
  const seen = (cursor?.seen ?? 0) + page.length;
  const last = page[page.length - 1]?.metadata;
  const metadata = {
    resourceVersion: String(version),
    ...(more && last
      ? {
          continue: encodeCursor({
            v: 'meta.k8s.io/v1',
            rv: version,
            start: keyOf(last.namespace, last.name),
            seen,
          }),
          ...(options.selective || namespace !== undefined
            ? {}
            : { remainingItemCount: store.count(definition) - seen }),
        }
      : {}),
  };
  response.send(
    `${head}${JSON.stringify(metadata)},"items":${JSON.stringify(
      page.map(object => listItem(definition, object)),
    )}}\n`,
  );
}

function* listItems(
  definition: ResourceDefinition,
  objects: Iterable<KubeObject>,
  matches: Matcher,
): Iterable<object> {
  for (const object of objects) {
    if (matches(object)) {
      yield listItem(definition, object);
    }
  }
}
