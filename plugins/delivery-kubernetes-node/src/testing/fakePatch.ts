import type { FakeObject } from './FakeKubernetes';

/**
 * A change that the stand-in was asked for and made.
 *
 * @public
 */
export interface FakePatch {
  plural: string;
  namespace?: string;
  name: string;
  /** Such as `status`. */
  subresource?: string;
  fieldManager?: string;
  body: Record<string, any>;
}

/** The object as a patch of it, or of its status, leaves it. */
export function patched(
  before: FakeObject,
  body: object,
  subresource: string | undefined,
): FakeObject {
  const after = mergePatch(before, body) as FakeObject;
  return subresource === 'status'
    ? { ...before, status: after.status }
    : raised(before, { ...after, status: before.status });
}

/** A change of what is wanted raises the generation. */
function raised(before: FakeObject, after: FakeObject): FakeObject {
  const generation = Number(before.metadata.generation ?? 1);
  const changed = JSON.stringify(before.spec) !== JSON.stringify(after.spec);
  return {
    ...after,
    metadata: {
      ...after.metadata,
      generation: changed ? generation + 1 : generation,
    },
  };
}

/** A merge patch (RFC 7386): null removes, objects are merged, all else is replaced. */
function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) {
    return patch;
  }
  const result: Record<string, unknown> = isObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) {
      delete result[key];
    } else {
      result[key] = mergePatch(result[key], value);
    }
  }
  return result;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
