import { ApiError } from './ApiError';
import { clone, equal, isObject } from './json';
import type { JsonObject } from './types';

/** Keys by which strategic merge tells the entries of a list apart. */
const MERGE_KEYS: Record<string, string> = {
  containers: 'name',
  initContainers: 'name',
  env: 'name',
  ports: 'containerPort',
  volumes: 'name',
  volumeMounts: 'mountPath',
  conditions: 'type',
  imagePullSecrets: 'name',
  ownerReferences: 'uid',
};

/** JSON merge patch (RFC 7386): null removes, objects merge, anything else replaces. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) {
    return clone(patch);
  }
  const result: JsonObject = isObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) {
      delete result[key];
    } else {
      result[key] = mergePatch(result[key], value);
    }
  }
  return result;
}

/** Strategic merge: as merge patch, but known lists are merged entry by entry. */
export function strategicMerge(
  target: unknown,
  patch: unknown,
  field = '',
): unknown {
  if (Array.isArray(patch)) {
    return mergeList(Array.isArray(target) ? target : [], patch, field);
  }
  if (!isObject(patch)) {
    return clone(patch);
  }
  if (patch.$patch === 'replace') {
    const { $patch: _, ...rest } = patch;
    return clone(rest);
  }
  const result: JsonObject = isObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (key === '$patch' || key.startsWith('$setElementOrder')) {
      continue;
    }
    if (value === null) {
      delete result[key];
    } else {
      result[key] = strategicMerge(result[key], value, key);
    }
  }
  return result;
}

function mergeList(target: unknown[], patch: unknown[], field: string) {
  const mergeKey = MERGE_KEYS[field];
  if (
    !mergeKey ||
    ![...target, ...patch].every(item => isObject(item) && mergeKey in item)
  ) {
    return clone(patch);
  }
  const result = [...target] as JsonObject[];
  for (const item of patch as JsonObject[]) {
    const index = result.findIndex(
      existing => existing[mergeKey] === item[mergeKey],
    );
    if (item.$patch === 'delete') {
      if (index >= 0) {
        result.splice(index, 1);
      }
    } else if (index >= 0) {
      result[index] = strategicMerge(result[index], item) as JsonObject;
    } else {
      result.push(clone(item));
    }
  }
  return result;
}

interface Operation {
  op: string;
  path: string;
  value?: unknown;
  from?: string;
}

function pointer(path: string): string[] {
  return path
    .split('/')
    .slice(1)
    .map(part => part.replace(/~1/g, '/').replace(/~0/g, '~'));
}

function unprocessable(message: string): ApiError {
  return new ApiError(422, 'Invalid', message);
}

function read(root: unknown, path: string): unknown {
  let current = root;
  for (const part of pointer(path)) {
    current = Array.isArray(current)
      ? current[Number(part)]
      : (current as JsonObject | undefined)?.[part];
  }
  return current;
}

function remove(root: unknown, path: string): void {
  const parts = pointer(path);
  const parent = read(root, `${path.slice(0, path.lastIndexOf('/'))}`);
  const last = parts[parts.length - 1];
  if (Array.isArray(parent) && parent[Number(last)] !== undefined) {
    parent.splice(Number(last), 1);
  } else if (isObject(parent) && last in parent) {
    delete parent[last];
  } else {
    throw unprocessable(
      `the server rejected our request: remove operation does not apply: path ${path} does not exist`,
    );
  }
}

function add(root: unknown, path: string, value: unknown): void {
  const parts = pointer(path);
  const parent = read(root, path.slice(0, path.lastIndexOf('/')));
  const last = parts[parts.length - 1];
  if (Array.isArray(parent)) {
    parent.splice(last === '-' ? parent.length : Number(last), 0, clone(value));
  } else if (isObject(parent)) {
    parent[last] = clone(value);
  } else {
    throw unprocessable(
      `the server rejected our request: add operation does not apply: path ${path} does not exist`,
    );
  }
}

/** JSON patch (RFC 6902). */
export function jsonPatch(target: unknown, operations: unknown): unknown {
  if (!Array.isArray(operations)) {
    throw ApiError.badRequest('a JSON patch must be an array of operations');
  }
  const result = clone(target);
  for (const operation of operations as Operation[]) {
    const { op, path, value, from } = operation;
    if (op === 'add') {
      add(result, path, value);
    } else if (op === 'remove') {
      remove(result, path);
    } else if (op === 'replace') {
      remove(result, path);
      add(result, path, value);
    } else if (op === 'test') {
      if (!equal(read(result, path), value)) {
        throw unprocessable(
          `the server rejected our request: testing value ${path} failed`,
        );
      }
    } else if ((op === 'move' || op === 'copy') && from !== undefined) {
      const moved = clone(read(result, from));
      if (op === 'move') {
        remove(result, from);
      }
      add(result, path, moved);
    } else {
      throw ApiError.badRequest(`unexpected kind of JSON patch: ${op}`);
    }
  }
  return result;
}
