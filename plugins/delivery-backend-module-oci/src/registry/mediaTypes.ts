const INDEXES = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
];

const MANIFESTS = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
];

/** All that may be an answer: a registry says "unknown" of a tag whose type was not asked for. */
export const ACCEPT_MANIFESTS = [...INDEXES, ...MANIFESTS].join(', ');

/** What a list of referrers comes as. */
export const ACCEPT_INDEX = INDEXES[0];

/** Whether a media type is that of an index, which leads to manifests. */
export function isIndex(mediaType: string | undefined): boolean {
  return mediaType !== undefined && INDEXES.includes(mediaType);
}

/** Whether a configuration is that of an image; charts and signatures have others, without labels. */
export function isImageConfig(mediaType: string | undefined): boolean {
  return (
    mediaType === undefined ||
    mediaType === 'application/vnd.oci.image.config.v1+json' ||
    mediaType === 'application/vnd.docker.container.image.v1+json'
  );
}
