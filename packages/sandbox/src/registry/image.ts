import { createHash } from 'crypto';

/** Media types of the OCI image format. */
export const mediaTypes = {
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  index: 'application/vnd.oci.image.index.v1+json',
  config: 'application/vnd.oci.image.config.v1+json',
  layer: 'application/vnd.oci.image.layer.v1.tar+gzip',
} as const;

/** What an image is built from. */
export interface ImageSource {
  /** `acme/checkout` */
  name: string;
  tag: string;
  /** The commit that it was built from. */
  revision: string;
  /** Where that commit's repository is. */
  sourceUrl: string;
  createdAt: string;
  /** More than one architecture makes an index. */
  architectures: string[];
}

/** Bytes with their digest. */
export interface Blob {
  digest: string;
  mediaType: string;
  bytes: Buffer;
}

/** A layer, of which only digest and size exist. */
export interface Layer {
  digest: string;
  size: number;
}

/** An image's objects: what the tag names comes first. */
export interface Image {
  source: ImageSource;
  root: Blob;
  manifests: Blob[];
  configs: Blob[];
  layers: Layer[];
}

/** Builds an image; the same source makes the same digests. */
export function buildImage(source: ImageSource): Image {
  const parts = source.architectures.map(architecture =>
    buildManifest(source, architecture),
  );
  const manifests = parts.map(part => part.manifest);
  const shared = {
    source,
    manifests,
    configs: parts.map(part => part.config),
    layers: parts.flatMap(part => part.layers),
  };
  if (parts.length === 1) {
    return { ...shared, root: manifests[0] };
  }
  const root = jsonBlob(mediaTypes.index, {
    schemaVersion: 2,
    mediaType: mediaTypes.index,
    manifests: parts.map(({ manifest }, index) => ({
      mediaType: manifest.mediaType,
      digest: manifest.digest,
      size: manifest.bytes.length,
      platform: { architecture: source.architectures[index], os: 'linux' },
    })),
    annotations: { 'org.opencontainers.image.revision': source.revision },
  });
  return { ...shared, root };
}

function buildManifest(source: ImageSource, architecture: string) {
  const labels = {
    'org.opencontainers.image.revision': source.revision,
    'org.opencontainers.image.source': source.sourceUrl,
    'org.opencontainers.image.created': source.createdAt,
    'org.opencontainers.image.version': source.tag,
    'org.opencontainers.image.title': source.name.split('/').pop() ?? '',
  };
  const [major, minor] = source.tag.split('.');
  // The base image changes rarely, dependencies with a minor version, the service's own code always.
  const layers = [
    layer(`base ${architecture} ${source.name}`, 27_000_000),
    layer(
      `dependencies ${architecture} ${source.name} ${major}.${minor}`,
      14_000_000,
    ),
    layer(`code ${architecture} ${source.name} ${source.revision}`, 1_900_000),
  ];
  const config = jsonBlob(mediaTypes.config, {
    created: source.createdAt,
    architecture,
    os: 'linux',
    config: { User: '10001', WorkingDir: '/app', Labels: labels },
    rootfs: {
      type: 'layers',
      diff_ids: layers.map(each => digestOf(`unpacked ${each.digest}`)),
    },
    history: ['FROM', 'RUN install', 'COPY . .'].map(command => ({
      created: source.createdAt,
      created_by: command,
    })),
  });
  const manifest = jsonBlob(mediaTypes.manifest, {
    schemaVersion: 2,
    mediaType: mediaTypes.manifest,
    config: {
      mediaType: mediaTypes.config,
      digest: config.digest,
      size: config.bytes.length,
    },
    layers: layers.map(each => ({ mediaType: mediaTypes.layer, ...each })),
    annotations: {
      'org.opencontainers.image.revision': source.revision,
      'org.opencontainers.image.source': source.sourceUrl,
      'org.opencontainers.image.created': source.createdAt,
    },
  });
  return { manifest, config, layers };
}

function layer(seed: string, size: number): Layer {
  const digest = digestOf(seed);
  // Up to a third more, told by the digest: sizes differ, and stay the same.
  const extra = (parseInt(digest.slice(-4), 16) / 65_535) * (size / 3);
  return { digest, size: Math.round(size + extra) };
}

function jsonBlob(mediaType: string, content: unknown): Blob {
  const bytes = Buffer.from(JSON.stringify(content));
  return { mediaType, bytes, digest: digestOf(bytes) };
}

function digestOf(content: string | Buffer): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}
