import { formatScalarPath } from '../versions/ScalarPath';
import type { Candidate, TextFile } from './Candidate';
import { referenceIn } from './imageNames';
import { yamlMaps } from './yamlMaps';

/** Looks for values that name an image whole, such as `image` of a container. */
export function findInManifest(
  { path: file, text, source }: TextFile,
  images: readonly string[],
): Candidate[] {
  return yamlMaps(text).flatMap(({ document, object, steps, values }) =>
    [...values].flatMap(([key, value]): Candidate[] => {
      const image = key.endsWith('mage') ? referenceIn(value) : undefined;
      if (!image || !images.includes(image.repository)) {
        return [];
      }
      const path = formatScalarPath([...steps, { type: 'key', key }]);
      const where =
        object.kind && object.name ? ` of ${object.kind} ${object.name}` : '';
      return [
        {
          strategy: 'value',
          file,
          path,
          ...(document ? { document } : {}),
          ...(source === undefined ? {} : { source }),
          ofImage: image.repository,
          found: `the image ${value} at ${path}${where}`,
        },
      ];
    }),
  );
}
