import { formatScalarPath, type PathStep } from '../versions/ScalarPath';
import type { Candidate, TextFile } from './Candidate';
import { findInManifest } from './findInManifest';
import { imageNamed } from './imageNames';
import { yamlMaps, type FoundMap } from './yamlMaps';

const TAGS = ['tag', 'imageTag'];

/** What is looked for in values. */
export interface WantedImages {
  /** Images that the target runs. */
  images: readonly string[];
  /** Their tags and digests as far as they are known. */
  versions: readonly string[];
}

/**
 * Looks for images in a chart's values: `image: {repository, tag}` at any depth, a tag whose repository another of the
 * files names, and values that name an image whole.
 *
 * @param files - the chart's own values first; which of the others counts, where several set one place, their order
 * upstream decides, and it is not known here
 */
export function findInValues(
  files: readonly TextFile[],
  wanted: WantedImages,
): Candidate[] {
  const read = files.map(file => ({ file, maps: yamlMaps(file.text) }));
  const names = namesByPlace(read.flatMap(({ maps }) => maps));
  const found = read.flatMap(({ file, maps }) => [
    ...findInManifest(file, wanted.images),
    ...maps.flatMap(map => tagsOf(file, map, names, wanted)),
  ]);
  return withoutHidden(found, files);
}

function tagsOf(
  { path: file, source }: TextFile,
  { steps, values, document }: FoundMap,
  names: ReadonlyMap<string, string>,
  { images, versions }: WantedImages,
): Candidate[] {
  const repository = names.get(formatScalarPath(steps));
  if (repository !== undefined && !images.includes(repository)) {
    return [];
  }
  const at = (key: string) =>
    formatScalarPath([...steps, { type: 'key', key } satisfies PathStep]);
  const digest = values.get('digest');
  const common = {
    strategy: 'value',
    file,
    ...(source === undefined ? {} : { source }),
    ...(document ? { document } : {}),
  } as const;
  const tags = TAGS.flatMap((key): Candidate[] => {
    const tag = values.get(key);
    if (!tag || (!repository && !versions.includes(tag))) {
      return [];
    }
    return [
      {
        ...common,
        path: at(key),
        ...(digest ? { digestPath: at('digest') } : {}),
        ...(repository ? { ofImage: repository } : {}),
        found: repository
          ? `the tag of ${repository} at ${at(key)}`
          : `the value at ${at(key)}`,
        ...(repository
          ? {}
          : {
              remarks: [`nothing beside ${at(key)} says which image it is for`],
            }),
      },
    ];
  });
  return tags.length === 0 && repository && digest
    ? [
        {
          ...common,
          path: at('digest'),
          ofImage: repository,
          found: `the digest of ${repository} at ${at('digest')}`,
        },
      ]
    : tags;
}

/** Which image each place is for: values of one environment rarely repeat what the chart's own values say. */
function namesByPlace(maps: readonly FoundMap[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const registries = new Map<string, string>();
  for (const { steps, values } of maps) {
    const place = formatScalarPath(steps);
    const registry = values.get('registry') || registries.get(place);
    const repository = values.get('repository');
    if (registry) {
      registries.set(place, registry);
    }
    const image =
      repository &&
      imageNamed(registry ? `${registry}/${repository}` : repository);
    if (image) {
      names.set(place, image);
    }
  }
  return names;
}

/** What the chart's own values say does not count where another file says it, too. */
function withoutHidden(
  found: readonly Candidate[],
  files: readonly TextFile[],
): Candidate[] {
  const isOwn = (each: Candidate) =>
    each.file === files[0].path && each.source === files[0].source;
  return found.flatMap(each => {
    const others = found.filter(
      other =>
        other.path === each.path &&
        (other.file !== each.file || other.source !== each.source),
    );
    if (others.length > 0 && isOwn(each)) {
      return [];
    }
    const rivals = others
      .filter(other => !isOwn(other))
      .map(({ file }) => file);
    return [
      rivals.length === 0
        ? each
        : {
            ...each,
            remarks: [
              ...(each.remarks ?? []),
              `${rivals.join(
                ', ',
              )} says it as well: the one that is read last counts`,
            ],
          },
    ];
  });
}
