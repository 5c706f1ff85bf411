import {
  parseImageReference,
  type ImageVersion,
} from '@throughline/plugin-delivery-common';
import type { Application } from '../api/schemas';

/**
 * The images that run. Argo CD fills `status.summary.images` from the containers of the live pods below the
 * application, init containers included, and from nothing else: they are what runs, not what is wanted, and during
 * a roll-out both the old and the new. What is no image reference is left out.
 */
export function mapImages({ status }: Application): ImageVersion[] {
  const references = [...new Set(status?.summary?.images ?? [])].sort();
  return references.flatMap(reference => {
    const image = parseImageReference(reference);
    return image ? [image] : [];
  });
}
