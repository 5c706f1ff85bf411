import { createHash } from 'node:crypto';
import { mockServices } from '@backstage/backend-test-utils';
import { SourceFailure } from '@throughline/plugin-delivery-node';
import {
  collectObservations,
  describeFuzz,
  type GreenClaim,
} from '@throughline/plugin-delivery-node/testing';
import { RegistrySource } from './source/RegistrySource';

const HOST = 'registry.example.test';
const REPOSITORY = `${HOST}/shop/checkout`;
const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
const INDEX = 'application/vnd.oci.image.index.v1+json';
const SHA = '9a8b7c6d5e4f30211203f4e5d6c7b8a990817263';
/** Stand for the digests of what else is stored, which are known only once that was varied. */
const PLACE = {
  config: `sha256:${'c'.repeat(64)}`,
  image: `sha256:${'1'.repeat(64)}`,
  attested: `sha256:${'2'.repeat(64)}`,
};
const AT = '2026-01-15T09:30:00Z';
const labels = {
  'org.opencontainers.image.revision': SHA,
  'org.opencontainers.image.source': 'https://git.example.com/shop/checkout',
  'org.opencontainers.image.created': AT,
};

const stored = {
  tags: ['latest', '1.4.2-multi', '1.4.2', '1.4.1'],
  config: {
    created: AT,
    architecture: 'amd64',
    os: 'linux',
    config: { Labels: labels },
  },
  image: {
    schemaVersion: 2,
    mediaType: MANIFEST,
    config: {
      mediaType: 'application/vnd.oci.image.config.v1+json',
      digest: PLACE.config,
      size: 639,
    },
    layers: [
      {
        mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip',
        digest: `sha256:${'d'.repeat(64)}`,
        size: 45,
      },
    ],
    annotations: labels,
  },
  attested: {
    schemaVersion: 2,
    mediaType: MANIFEST,
    config: { mediaType: 'x', digest: PLACE.config, size: 2 },
    layers: [
      {
        mediaType: 'application/vnd.in-toto+json',
        digest: `sha256:${'e'.repeat(64)}`,
        size: 3,
        annotations: {
          'in-toto.io/predicate-type': 'https://slsa.dev/provenance/v1',
        },
      },
    ],
  },
  index: {
    schemaVersion: 2,
    mediaType: INDEX,
    manifests: [
      {
        mediaType: MANIFEST,
        digest: PLACE.image,
        size: 627,
        platform: { architecture: 'amd64', os: 'linux' },
      },
      {
        mediaType: MANIFEST,
        digest: PLACE.attested,
        size: 627,
        platform: { architecture: 'unknown', os: 'unknown' },
        annotations: {
          'vnd.docker.reference.type': 'attestation-manifest',
          'vnd.docker.reference.digest': PLACE.image,
        },
      },
    ],
    annotations: { 'org.opencontainers.image.revision': SHA },
  },
  referrers: {
    mediaType: INDEX,
    manifests: [
      {
        artifactType: 'application/vnd.dev.cosign.artifact.sig.v1+json',
        digest: `sha256:${'3'.repeat(64)}`,
        size: 5,
        annotations: {},
      },
      {
        artifactType: 'application/spdx+json',
        digest: `sha256:${'4'.repeat(64)}`,
        size: 5,
      },
    ],
  },
};

/** A registry that answers with what is stored, in memory. */
function registryOf(content: Partial<typeof stored> | null): typeof fetch {
  const bodies = new Map<string, string>();
  const digests = new Map<string, string>();
  const put = (json: unknown) => {
    let body = JSON.stringify(json) ?? '';
    digests.forEach((digest, place) => {
      body = body.replaceAll(place, digest);
    });
    const digest = `sha256:${createHash('sha256').update(body).digest('hex')}`;
    bodies.set(digest, body);
    return digest;
  };
  digests.set(PLACE.config, put(content?.config));
  const image = put(content?.image);
  digests.set(PLACE.image, image);
  digests.set(PLACE.attested, put(content?.attested));
  const index = put(content?.index);
  const answer = (body: string | undefined, digest?: string) =>
    new Response(body ?? '404 page not found', {
      status: body === undefined ? 404 : 200,
      headers: digest ? { 'docker-content-digest': digest } : {},
    });
  return async input => {
    const [kind, name = ''] = decodeURIComponent(
      new URL(String(input)).pathname.replace('/v2/shop/checkout/', ''),
    ).split('/');
    if (kind === 'tags') {
      return answer(JSON.stringify({ tags: content?.tags }));
    }
    if (kind === 'referrers') {
      return answer(JSON.stringify(content?.referrers));
    }
    const digest = name.includes(':')
      ? name
      : (name.endsWith('-multi') && index) || image;
    return kind === 'manifests' || kind === 'blobs'
      ? answer(bodies.get(digest), digest)
      : answer('{}');
  };
}

async function read(content: Partial<typeof stored> | null) {
  const source = new RegistrySource({
    name: 'fuzzed',
    host: HOST,
    url: `https://${HOST}`,
    credentials: { type: 'anonymous' },
    http: { fetch: registryOf(content), close: async () => {} },
    pollMs: 60_000,
    verifyMs: 60_000,
    newestTags: 20,
  });
  const observations = await collectObservations(
    source.observe({
      signal: new AbortController().signal,
      logger: mockServices.logger.mock(),
      reason: 'scheduled',
      interests: {
        version: '1',
        images: [{ repository: REPOSITORY, references: ['1.4.2'] }],
        repositories: [],
        pipelines: [],
      },
      hints: [],
      countCall: () => {},
    }),
  );
  return observations.flatMap(one =>
    one.type === 'observed' ? one.items : [],
  );
}

/** What speaks of each kind, wherever it stands. */
const WORDS: Record<string, RegExp> = {
  signature: /cosign\.artifact\.sig|\.sig"/,
  sbom: /spdx|\.sbom"/,
  provenance: /slsa\.dev\/provenance/,
};

describeFuzz('a registry', [
  {
    name: 'a repository',
    payloads: [
      stored,
      { ...stored, referrers: undefined },
      { ...stored, referrers: { manifests: [] }, attested: stored.image },
    ],
    words: [
      ...[MANIFEST, INDEX, 'attestation-manifest', 'application/spdx+json'],
      ...['https://slsa.dev/provenance/v1', 'sha256:short', 'latest', '9.9.9'],
      'application/vnd.dev.cosign.artifact.sig.v1+json',
    ],
    read,
    says: ({ of, name = '' }: GreenClaim, content) =>
      of === 'attestation' &&
      WORDS[name].test(
        JSON.stringify([content.tags, content.referrers, content.attested]),
      ),
    refuses: error =>
      error instanceof SourceFailure && error.kind === 'protocol',
  },
]);
