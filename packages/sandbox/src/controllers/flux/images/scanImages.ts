import { timestamp } from '../../../kubernetes/json';
import type { KubeObject } from '../../../kubernetes/types';
import { withConditions } from '../conditions';
import { acknowledged } from '../requests';

const MOST_TOLD = 10;

/** An ImageRepository after a look at the registry, which has these tags, or no such image. */
export function scanImages(
  repository: KubeObject,
  tags: readonly string[] | undefined,
  now: Date,
): KubeObject {
  const image = String(repository.spec?.image);
  const ready = tags
    ? {
        status: 'True' as const,
        reason: 'Succeeded',
        message: `successful scan: found ${tags.length} tags`,
      }
    : {
        status: 'False' as const,
        reason: 'ReadOperationFailed',
        message: `GET ${image}: NAME_UNKNOWN: repository name not known to registry`,
      };
  return {
    ...repository,
    status: {
      ...repository.status,
      ...acknowledged(repository),
      observedGeneration: repository.metadata.generation,
      canonicalImageName: image,
      ...(tags && {
        lastScanResult: {
          latestTags: [...tags].reverse().slice(0, MOST_TOLD),
          scanTime: timestamp(now),
          tagCount: tags.length,
        },
      }),
      conditions: withConditions(
        repository,
        [{ type: 'Ready', ...ready }],
        [],
        now,
      ),
    },
  };
}
