import { at } from '../../../kubernetes/json';
import type { KubeObject } from '../../../kubernetes/types';
import { withConditions } from '../conditions';
import { acknowledged } from '../requests';
import { chosenBy } from './ImageRef';
import { newestInRange } from './newestInRange';

/** An ImagePolicy after it chose among the tags of the image that it goes by. */
export function chooseImage(
  policy: KubeObject,
  image: string,
  tags: readonly string[],
  now: Date,
): KubeObject {
  const range = at(policy.spec, ['policy', 'semver', 'range']);
  const tag = newestInRange(tags, String(range));
  const before = chosenBy(policy);
  const isNew = tag !== undefined && before?.tag !== tag;
  const ready = tag
    ? {
        status: 'True' as const,
        reason: 'Succeeded',
        message: `Latest image tag for ${image} resolved to ${tag}`,
      }
    : {
        status: 'False' as const,
        reason: 'Failure',
        message: `unable to determine latest version from provided list: no tag is in '${range}'`,
      };
  return {
    ...policy,
    status: {
      ...policy.status,
      ...acknowledged(policy),
      observedGeneration: policy.metadata.generation,
      ...(tag && { latestRef: { name: image, tag } }),
      ...(isNew && before && { observedPreviousRef: before }),
      conditions: withConditions(
        policy,
        [{ type: 'Ready', ...ready }],
        [],
        now,
      ),
    },
  };
}
