import type { Request, Response } from 'express';
import { ApiError } from './ApiError';
import type { ClusterStore } from './ClusterStore';
import { apiVersionOf } from './resources';
import type { Matcher } from './selectors';
import type {
  EventType,
  JsonObject,
  KubeObject,
  ResourceDefinition,
  StoreEvent,
} from './types';

/** What a watch request asks for. */
export interface WatchOptions {
  namespace?: string;
  matches: Matcher;
  resourceVersion?: string;
  bookmarks: boolean;
  sendInitialEvents: boolean;
  timeoutSeconds: number;
  /** How often a bookmark is sent where asked for. */
  bookmarkSeconds: number;
}

const TOO_OLD = 'too old resource version';
// A reader that lags this far behind is cut off, as the API server does.
const MAX_UNSENT_BYTES = 16 * 1024 * 1024;
const latest: { event?: StoreEvent; text: string } = { text: '' };

function line(type: string, object: object): string {
  return `{"type":"${type}","object":${JSON.stringify(object)}}\n`;
}

/** The line of an event, made once for all watchers, who hear of it one after the other. */
function eventLine(event: StoreEvent): string {
  if (latest.event !== event) {
    latest.event = event;
    latest.text = line(event.type, event.object);
  }
  return latest.text;
}

/** What an event means to a watcher with a selector: an object that leaves it is deleted for that watcher. */
function seenAs(event: StoreEvent, matches: Matcher): EventType | undefined {
  const now = matches(event.object);
  const before =
    event.type === 'MODIFIED'
      ? !event.previous || matches(event.previous)
      : now;
  if (event.type === 'MODIFIED') {
    if (now) {
      return before ? 'MODIFIED' : 'ADDED';
    }
    return before && event.previous ? 'DELETED' : undefined;
  }
  return now ? event.type : undefined;
}

/** Answers a watch and keeps it open. */
export function serveWatch(
  store: ClusterStore,
  definition: ResourceDefinition,
  options: WatchOptions,
  request: Request,
  response: Response,
): void {
  const { namespace } = options;
  const matches: Matcher = object =>
    (namespace === undefined || object.metadata.namespace === namespace) &&
    options.matches(object);
  response.setHeader('Content-Type', 'application/json');
  response.status(200);
  response.flushHeaders();

  const bookmark = (annotations?: JsonObject) =>
    response.write(
      line('BOOKMARK', {
        kind: definition.kind,
        apiVersion: apiVersionOf(definition),
        metadata: {
          resourceVersion: String(store.resourceVersion),
          creationTimestamp: null,
          ...(annotations ? { annotations } : {}),
        },
      } as object),
    );
  const send = (event: StoreEvent) => {
    if (response.writableLength > MAX_UNSENT_BYTES) {
      response.destroy();
      return;
    }
    const type = seenAs(event, matches);
    if (type) {
      response.write(
        type === event.type ? eventLine(event) : line(type, event.object),
      );
    }
  };

  const from = Number(options.resourceVersion || 0);
  if (options.sendInitialEvents || from === 0) {
    for (const object of store.iterate(definition, { namespace })) {
      if (matches(object as KubeObject)) {
        response.write(line('ADDED', object));
      }
    }
    if (options.sendInitialEvents && options.bookmarks) {
      bookmark({ 'k8s.io/initial-events-end': 'true' });
    }
  } else {
    const missed = store.eventsSince(definition, from);
    if (!missed) {
      const gone = ApiError.gone(
        `${TOO_OLD}: ${from} (${store.oldestVersion(definition)})`,
      );
      response.end(line('ERROR', gone.toStatus()));
      return;
    }
    missed.forEach(send);
  }

  const unsubscribe = store.subscribe(definition, send);
  const ticker = options.bookmarks
    ? setInterval(bookmark, options.bookmarkSeconds * 1_000)
    : undefined;
  const timer = setTimeout(
    () => response.end(),
    Math.min(options.timeoutSeconds, 86_400) * 1_000,
  );
  const stop = () => {
    unsubscribe();
    clearInterval(ticker);
    clearTimeout(timer);
  };
  response.on('close', stop);
  request.on('aborted', stop);
}
