import type { TargetDetails } from '@throughline/plugin-delivery-common';
import { maskPair } from './maskSecret';
import {
  managedResourceSchema,
  managedResourcesSchema,
  readable,
} from './schemas';

type Diffs = Extract<TargetDetails, { kind: 'diff' }>['diffs'];

/** The resources whose live state is not what is desired, as Argo CD compares them. */
export function diffsOf(answer: unknown): Diffs {
  const { items } = managedResourcesSchema.parse(answer);
  return readable(items, managedResourceSchema).flatMap(resource => {
    if (resource.hook) {
      return [];
    }
    const target = readState(resource.targetState);
    const live = readState(resource.normalizedLiveState ?? resource.liveState);
    const isThere = readState(resource.liveState) !== undefined;
    const differs = resource.modified || !isThere || !target;
    if (!differs) {
      return [];
    }
    // What applying would make of the live object is comparable with it; the bare manifest lacks every default.
    const predicted = isThere
      ? readState(resource.predictedLiveState)
      : undefined;
    const [desired, current] = maskPair(
      target && (predicted ?? target),
      isThere ? live : undefined,
    );
    return [
      {
        ...(resource.group ? { group: resource.group } : {}),
        resource: resource.kind,
        ...(resource.namespace ? { namespace: resource.namespace } : {}),
        name: resource.name,
        desired: write(desired),
        live: write(current),
      },
    ];
  });
}

/** States are JSON in text, and the text `null` where there is none. */
function readState(
  text: string | undefined,
): Record<string, unknown> | undefined {
  if (!text) {
    return undefined;
  }
  try {
    const value = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function write(object: Record<string, unknown> | undefined): string {
  return object ? JSON.stringify(object, null, 2) : '';
}
