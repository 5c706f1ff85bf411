import type {
  ArtifactItem,
  Observation,
} from '@throughline/plugin-delivery-node';
import {
  applyObservations,
  NOTHING_OBSERVED,
  observeSource,
  type ObservedState,
} from '@throughline/plugin-delivery-node/testing';
import {
  digestOf,
  FakeRegistry,
  OCI_INDEX,
  OCI_MANIFEST,
  PASSWORD,
  USER,
} from '../fixtures/FakeRegistry';
import { plainHttp } from '../fixtures/plainHttp';
import { RegistrySource } from './RegistrySource';

const NAME = 'shop/checkout';
const COSIGN = 'application/vnd.dev.cosign.artifact.sig.v1+json';
const BUNDLE = 'application/vnd.dev.sigstore.bundle.v0.3+json';

describe('attestations', () => {
  let registry: FakeRegistry;

  beforeEach(async () => {
    registry = await FakeRegistry.start();
    registry.hasReferrers = true;
  });

  afterEach(() => registry.upstream.close());

  const sourceOf = (verifyMs = 3_600_000, newestTags = 25) =>
    new RegistrySource({
      name: 'fake',
      host: registry.host,
      url: registry.upstream.url,
      credentials: {
        type: 'basic',
        username: USER,
        password: { get: async () => PASSWORD },
      },
      http: plainHttp(),
      pollMs: 1_000,
      verifyMs,
      newestTags,
    });

  async function observe(
    source = sourceOf(),
    before: ObservedState = NOTHING_OBSERVED,
    references: string[] = [],
  ) {
    const running = observeSource(source, {
      cursor: before.cursor,
      reason: before.cursor ? 'scheduled' : 'start',
      interests: {
        version: '1',
        repositories: [],
        images: [{ repository: `${registry.host}/${NAME}`, references }],
        pipelines: [],
      },
    });
    const error = await running.ended();
    if (error) {
      throw error;
    }
    const observations: readonly Observation[] = running.observations;
    return applyObservations(before, observations);
  }

  const artifactOf = (state: ObservedState, digest: string) =>
    state.items.get(`artifact ${registry.host}/${NAME}@${digest}`)
      ?.item as ArtifactItem;
  const statesOf = (state: ObservedState, digest: string) => {
    const { signature, sbom, provenance } = artifactOf(state, digest)
      .attestations!;
    return [signature, sbom, provenance].map(one => one.state).join(' ');
  };
  const attach = (
    digest: string,
    artifactType?: string,
    annotations?: Record<string, string>,
  ) => {
    const { referrers } = registry.repository(NAME);
    const known = referrers.get(digest) ?? [];
    referrers.set(digest, [...known, { artifactType, annotations }]);
  };

  it('are found by the referrers API, over all of its pages', async () => {
    const digest = registry.push(NAME, ['1.0.0']);
    registry.referrersPerPage = 1;
    attach(digest, 'application/vnd.example.scan+json');
    attach(digest, COSIGN);
    attach(digest, 'application/spdx+json');
    attach(digest, BUNDLE, {
      'dev.sigstore.bundle.content': 'dsse-envelope',
      'dev.sigstore.bundle.predicateType': 'https://slsa.dev/provenance/v1',
    });
    const state = await observe();
    expect(artifactOf(state, digest).attestations).toEqual({
      signature: {
        state: 'present',
        reason: 'the referrers API; not verified',
      },
      sbom: { state: 'present', reason: 'the referrers API; not verified' },
      provenance: {
        state: 'present',
        reason: 'the referrers API; not verified',
      },
    });
  });

  it('are absent where the registry says so', async () => {
    const digest = registry.push(NAME, ['1.0.0']);
    attach(digest, 'application/vnd.example.scan+json');
    expect(statesOf(await observe(), digest)).toBe('absent absent absent');
  });

  it.each([401, 403, 400, 500, 501])(
    'are unknown, and never absent, where it answers %d',
    async status => {
      const digest = registry.push(NAME, ['1.0.0']);
      registry
        .repository(NAME)
        .tags.set(`${digest.replace(':', '-')}.sig`, digest);
      registry.overrides.set(`GET /v2/${NAME}/referrers/${digest}`, { status });
      const state = await observe();
      expect(statesOf(state, digest)).toBe('present unknown unknown');
      expect(artifactOf(state, digest).attestations?.sbom.reason).toContain(
        `answered ${status}`,
      );
    },
  );

  it.each(['<html>', '{"manifests":"none"}'])(
    'are unknown where it answers %s',
    async body => {
      const digest = registry.push(NAME, ['1.0.0']);
      registry.overrides.set(`GET /v2/${NAME}/referrers/${digest}`, {
        status: 200,
        body,
      });
      expect(statesOf(await observe(), digest)).toBe('unknown unknown unknown');
    },
  );

  it('are unknown where an envelope does not tell what it holds', async () => {
    const digest = registry.push(NAME, ['1.0.0']);
    attach(digest, BUNDLE);
    attach(digest, COSIGN);
    expect(statesOf(await observe(), digest)).toBe('present unknown unknown');
  });

  it('are found in the tags of cosign, without the API', async () => {
    registry.hasReferrers = false;
    const digest = registry.push(NAME, ['1.0.0']);
    const other = registry.push(NAME, ['1.0.1']);
    const base = digest.replace(':', '-');
    registry.push(NAME, [`${base}.sig`]);
    registry.put(NAME, [`${base}.att`], OCI_MANIFEST, {
      schemaVersion: 2,
      config: { digest: digestOf('c'), size: 1 },
      layers: [
        {
          mediaType: 'application/vnd.dsse.envelope.v1+json',
          digest: digestOf('l'),
          size: 1,
          annotations: { predicateType: 'https://spdx.dev/Document' },
        },
      ],
    });
    const state = await observe();
    expect(statesOf(state, digest)).toBe('present present absent');
    expect(artifactOf(state, digest).attestations?.signature.reason).toBe(
      `tag ${base}.sig; not verified`,
    );
    expect(statesOf(state, other)).toBe('absent absent absent');
    expect(artifactOf(state, other).attestations?.sbom.reason).toContain(
      'the registry has no referrers API',
    );
    expect(registry.count(/referrers/)).toBe(1);
  });

  it('are found in the tag that stands in for the API', async () => {
    registry.hasReferrers = false;
    const digest = registry.push(NAME, ['1.0.0']);
    registry.put(NAME, [digest.replace(':', '-')], OCI_INDEX, {
      schemaVersion: 2,
      mediaType: OCI_INDEX,
      manifests: [
        {
          digest: digestOf('s'),
          size: 1,
          artifactType: 'application/vnd.cncf.notary.signature',
        },
      ],
    });
    expect(statesOf(await observe(), digest)).toBe('present absent absent');
  });

  it('are found in an index, as BuildKit writes it', async () => {
    const image = registry.push(NAME, []);
    const attestation = registry.put(NAME, [], OCI_MANIFEST, {
      schemaVersion: 2,
      config: { digest: digestOf('c'), size: 1 },
      layers: [
        'https://spdx.dev/Document',
        'https://slsa.dev/provenance/v0.2',
      ].map(type => ({
        mediaType: 'application/vnd.in-toto+json',
        digest: digestOf(type),
        size: 1,
        annotations: { 'in-toto.io/predicate-type': type },
      })),
    });
    const described = (subject: string, digest = attestation) => ({
      digest,
      size: 1,
      platform: { os: 'unknown', architecture: 'unknown' },
      annotations: {
        'vnd.docker.reference.type': 'attestation-manifest',
        'vnd.docker.reference.digest': subject,
      },
    });
    const indexOf = (tag: string, entry: object) =>
      registry.put(NAME, [tag], OCI_INDEX, {
        schemaVersion: 2,
        mediaType: OCI_INDEX,
        manifests: [
          {
            digest: image,
            size: 1,
            platform: { os: 'linux', architecture: 'amd64' },
          },
          entry,
        ],
      });
    const whole = indexOf('1.0.0', described(image));
    const foreign = indexOf('1.0.1', described(digestOf('another')));
    const lost = indexOf('1.0.2', described(image, digestOf('lost')));
    const state = await observe();
    expect(statesOf(state, whole)).toBe('absent present present');
    expect(statesOf(state, foreign)).toBe('unknown unknown unknown');
    expect(statesOf(state, lost)).toBe('unknown unknown unknown');
    expect(artifactOf(state, whole).platforms).toEqual(['linux/amd64']);
  });

  it('that come soon after an image are told in the next pass', async () => {
    registry.push(NAME, ['1.0.0']);
    const source = sourceOf();
    let state = await observe(source);
    const digest = registry.push(NAME, ['1.0.1']);
    state = await observe(source, state);
    expect(statesOf(state, digest)).toBe('absent absent absent');
    attach(digest, COSIGN);
    state = await observe(source, state);
    expect(statesOf(state, digest)).toBe('present absent absent');
  });

  it('that come late are told when tags are compared again', async () => {
    const digest = registry.push(NAME, ['1.0.0']);
    const source = sourceOf(1);
    const before = await observe(source);
    attach(digest, COSIGN);
    await new Promise(resolve => setTimeout(resolve, 5));
    expect(statesOf(await observe(source, before), digest)).toBe(
      'present absent absent',
    );
  });

  it('are asked for of what runs and of the newest only, and not again', async () => {
    for (let index = 0; index < 20; index += 1) {
      registry.push(NAME, [`1.0.${index}`]);
    }
    const source = sourceOf();
    const state = await observe(source, NOTHING_OBSERVED, ['1.0.0']);
    const attested = [...state.items.values()].flatMap(({ item }) =>
      item.kind === 'artifact' && item.attestations ? item.tags : [],
    );
    expect(attested.sort()).toEqual(
      ['1.0.0', '1.0.15', '1.0.16', '1.0.17', '1.0.18', '1.0.19'].sort(),
    );
    expect(registry.count(/referrers/)).toBe(6);
    await observe(source, state, ['1.0.0']);
    expect(registry.count(/referrers/)).toBe(6);
  });

  it('do not hide that the registry limits the rate of requests', async () => {
    const digest = registry.push(NAME, ['1.0.0']);
    registry.overrides.set(`GET /v2/${NAME}/referrers/${digest}`, {
      status: 429,
    });
    await expect(observe()).rejects.toMatchObject({ kind: 'rateLimit' });
  });
});
