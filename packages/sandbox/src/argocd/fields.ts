import { at, clone, isObject, setAt } from '../kubernetes/json';
import type { JsonObject } from '../kubernetes/types';

/** What `fields` asks for: paths to keep, or (each with a leading dash) to leave out. */
export interface FieldSelection {
  paths: string[];
  exclude: boolean;
}

/** Reads a `fields` parameter; undefined where there is none. */
export function parseFields(text: unknown): FieldSelection | undefined {
  if (typeof text !== 'string' || text === '') {
    return undefined;
  }
  const exclude = text.startsWith('-');
  const paths = text
    .replace(/^-/, '')
    .split(',')
    .map(path => path.trim().replace(/^-/, ''))
    .filter(Boolean);
  return { paths, exclude };
}

/** The only fields that a list of Applications can be cut down to. What else is asked for is silently absent. */
const LISTED = [
  'metadata.name',
  'metadata.namespace',
  'metadata.annotations',
  'metadata.labels',
  'metadata.creationTimestamp',
  'metadata.deletionTimestamp',
  'spec',
  'spec.destination',
  'spec.project',
  'spec.source',
  'spec.sources',
  'spec.sourceHydrator',
  'spec.syncPolicy',
  'operation.sync',
  'status.summary',
  'status.health',
  'status.resources',
  'status.sourceHydrator',
  'status.sync.status',
  'status.sync.revision',
  'status.operationState.phase',
  'status.operationState.startedAt',
  'status.operationState.finishedAt',
  'status.operationState.operation.sync',
].map(field => ({
  field,
  key: `items.${field}`,
  to: field.split('.'),
  // As in the real server, this name leads to what the operation did, not to what it was asked to do.
  from: (field === 'status.operationState.operation.sync'
    ? 'status.operationState.syncResult'
    : field
  ).split('.'),
}));

/** Cuts an item of a list down to the fields asked for. */
export function projectListItem(
  application: object,
  selection: FieldSelection,
): JsonObject {
  const result: JsonObject = {};
  for (const { key, from, to } of LISTED) {
    if (selection.paths.includes(key) === selection.exclude) {
      continue;
    }
    const value = at(application, from);
    if (value !== undefined && value !== null) {
      setAt(result, to, isObject(value) ? { ...value } : value);
    }
  }
  return result;
}

/** Cuts a streamed event down to the fields asked for; any path is understood. */
export function projectEvent(
  event: JsonObject,
  selection: FieldSelection,
): JsonObject {
  if (selection.exclude) {
    const result = clone(event);
    for (const path of selection.paths) {
      const keys = path.split('.');
      const parent = at(result, keys.slice(0, -1));
      if (isObject(parent)) {
        delete parent[keys[keys.length - 1]];
      }
    }
    return result;
  }
  const result: JsonObject = {};
  for (const path of selection.paths) {
    const keys = path.split('.');
    const value = at(event, keys);
    if (value !== undefined) {
      setAt(result, keys, value);
    }
  }
  return result;
}
