import {
  applyObservations,
  collectObservations,
  NOTHING_OBSERVED,
  type ObservedState,
} from '@throughline/plugin-delivery-node/testing';
import type {
  ArtifactItem,
  ImageInterest,
  Observation,
  ObserveContext,
} from '@throughline/plugin-delivery-node';
import { mockServices } from '@backstage/backend-test-utils';
import type { RegistryConfig } from '../config/readOciConfig';
import {
  FakeRegistry,
  IDENTITY,
  OCI_INDEX,
  PASSWORD,
  USER,
} from '../fixtures/FakeRegistry';
import { plainHttp } from '../fixtures/plainHttp';
import { RegistrySource } from './RegistrySource';

const COMMIT = '9a8b7c6d5e4f30211203f4e5d6c7b8a990817263';

describe('RegistrySource', () => {
  let registry: FakeRegistry;

  beforeEach(async () => {
    registry = await FakeRegistry.start();
  });

  afterEach(async () => {
    await registry.upstream.close();
  });

  const sourceWith = (options: Partial<RegistryConfig> = {}) =>
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
      verifyMs: 3_600_000,
      newestTags: 25,
      ...options,
    });

  const interestIn = (name: string, references: string[] = []) => ({
    repository: `${registry.host}/${name}`,
    references,
  });

  const observe = async (
    source: RegistrySource,
    images: ImageInterest[],
    before: ObservedState = NOTHING_OBSERVED,
    context: Partial<ObserveContext> = {},
  ): Promise<ObservedState> =>
    applyObservations(
      before,
      await observationsOf(source, images, before, context),
    );

  function observationsOf(
    source: RegistrySource,
    images: ImageInterest[],
    before: ObservedState = NOTHING_OBSERVED,
    context: Partial<ObserveContext> = {},
  ): Promise<Observation[]> {
    return collectObservations(
      source.observe({
        signal: new AbortController().signal,
        logger: mockServices.logger.mock(),
        reason: 'scheduled',
        cursor: before.cursor,
        hints: [],
        countCall: () => {},
        interests: { version: '1', repositories: [], images, pipelines: [] },
        ...context,
      }),
    );
  }

  const artifactsOf = (state: ObservedState) =>
    [...state.items.values()].map(({ item }) => item as ArtifactItem);

  it('tells what an image says of its origin', async () => {
    registry.redirectBlobs = true;
    const digest = registry.push('shop/checkout', ['1.4.2', 'latest'], {
      labels: {
        'org.opencontainers.image.revision': COMMIT,
        'org.opencontainers.image.source':
          'git@git.example.com:Shop/Checkout.git',
      },
      created: '2026-01-15T09:30:00Z',
      layer: 5_000,
    });
    const state = await observe(sourceWith(), [interestIn('shop/checkout')]);
    expect(artifactsOf(state)).toEqual([
      {
        kind: 'artifact',
        attestations: expect.anything(),
        key: `${registry.host}/shop/checkout@${digest}`,
        repository: `${registry.host}/shop/checkout`,
        digest,
        tags: ['1.4.2', 'latest'],
        sizeBytes: expect.any(Number),
        createdAt: '2026-01-15T09:30:00.000Z',
        platforms: ['linux/amd64'],
        sourceRevision: COMMIT,
        sourceRepository: 'git.example.com/shop/checkout',
        sourceEvidence:
          'image label org.opencontainers.image.revision and image label org.opencontainers.image.source',
      },
    ]);
    expect(artifactsOf(state)[0].sizeBytes).toBeGreaterThan(5_000);
  });

  it('follows an index to the manifest that speaks for it', async () => {
    const arm = registry.push('shop/checkout', [], { architecture: 'arm64' });
    const amd = registry.push('shop/checkout', [], {
      annotations: { 'org.opencontainers.image.revision': COMMIT },
    });
    const attestation = registry.push('shop/checkout', []);
    const digest = registry.put('shop/checkout', ['1.0.0'], OCI_INDEX, {
      schemaVersion: 2,
      mediaType: OCI_INDEX,
      manifests: [
        {
          digest: arm,
          size: 1,
          platform: { os: 'linux', architecture: 'arm64' },
        },
        {
          digest: amd,
          size: 1,
          platform: { os: 'linux', architecture: 'amd64' },
        },
        {
          digest: attestation,
          size: 1,
          platform: { os: 'unknown', architecture: 'unknown' },
          annotations: { 'vnd.docker.reference.type': 'attestation-manifest' },
        },
      ],
    });
    const state = await observe(sourceWith(), [interestIn('shop/checkout')]);
    expect(artifactsOf(state)).toMatchObject([
      {
        digest,
        platforms: ['linux/amd64', 'linux/arm64'],
        children: [arm, amd, attestation],
        sourceRevision: COMMIT,
        sourceEvidence: 'manifest annotation org.opencontainers.image.revision',
      },
    ]);
  });

  it('asks once for what does not change', async () => {
    for (let patch = 0; patch < 40; patch += 1) {
      registry.push('shop/checkout', [`1.0.${patch}`]);
    }
    const source = sourceWith();
    const images = [interestIn('shop/checkout')];
    const state = await observe(source, images);
    expect(artifactsOf(state)).toHaveLength(25);
    expect(artifactsOf(state).flatMap(one => one.tags)).toContain('1.0.39');
    expect(artifactsOf(state).flatMap(one => one.tags)).not.toContain('1.0.14');
    registry.requests.length = 0;
    await observe(source, images, state);
    expect(registry.requests).toEqual([
      'GET /v2/',
      'GET /v2/shop/checkout/tags/list',
    ]);
    registry.requests.length = 0;
    await observe(sourceWith(), images, state);
    expect(registry.count(/manifests|blobs/)).toBe(0);

    registry.push('shop/checkout', ['1.1.0']);
    registry.requests.length = 0;
    const after = await observe(source, images, state);
    expect(artifactsOf(after).flatMap(one => one.tags)).toContain('1.1.0');
    expect(registry.count(/^GET .*manifests/)).toBe(1);
    expect(registry.count(/blobs/)).toBe(1);
  });

  it('asks for what is newly of interest, and not for all the rest again', async () => {
    registry.push('shop/checkout', ['1.0.0', '1.1.0']);
    registry.push('shop/cart', ['1.0.0']);
    const source = sourceWith({ newestTags: 0 });
    const cart = interestIn('shop/cart', ['1.0.0']);
    const before = await observe(source, [
      interestIn('shop/checkout', ['1.0.0']),
      cart,
    ]);
    registry.requests.length = 0;
    const images = [interestIn('shop/checkout', ['1.0.0', '1.1.0']), cart];
    const after = await observe(source, images, before, {
      reason: 'interests',
    });
    expect(artifactsOf(after).flatMap(({ tags }) => tags)).toContain('1.1.0');
    expect(registry.requests.join()).toContain('shop/checkout');
    expect(registry.requests.join()).not.toContain('shop/cart');
    await observe(source, images, after, { reason: 'scheduled' });
    expect(registry.requests.join()).toContain('shop/cart');
  });

  it('asks again for what did not answer', async () => {
    registry.push('shop/checkout', ['1.0.0']);
    registry.push('shop/cart', ['1.0.0']);
    const source = sourceWith();
    const images = [interestIn('shop/checkout'), interestIn('shop/cart')];
    registry.overrides.set('GET /v2/shop/cart/tags/list', { status: 500 });
    const before = await observe(source, images);
    registry.overrides.clear();
    const after = await observe(source, images, before, {
      reason: 'interests',
    });
    expect(artifactsOf(after)).toHaveLength(2);
  });

  it('tells what runs, however old it is, by tag or digest', async () => {
    const old = registry.push('shop/checkout', ['0.0.1']);
    const untagged = registry.push('shop/checkout', []);
    for (let patch = 0; patch < 5; patch += 1) {
      registry.push('shop/checkout', [`1.0.${patch}`]);
    }
    const state = await observe(sourceWith({ newestTags: 2 }), [
      interestIn('shop/checkout', [
        '0.0.1',
        untagged,
        'gone',
        `sha256:${'0'.repeat(64)}`,
      ]),
    ]);
    expect(
      artifactsOf(state)
        .map(one => one.digest)
        .filter(digest => [old, untagged].includes(digest)),
    ).toHaveLength(2);
    expect(artifactsOf(state)).toHaveLength(4);
    expect(state.problems.size).toBe(0);
  });

  it('notices in each pass that a tag which moves has moved', async () => {
    registry.push('shop/checkout', ['latest', '1.0.0']);
    const images = [interestIn('shop/checkout')];
    const before = await observe(sourceWith(), images);
    const next = registry.push('shop/checkout', ['latest'], { layer: 7 });
    const after = await observe(sourceWith(), images, before);
    expect(
      artifactsOf(after).map(one => [one.digest === next, one.tags]),
    ).toEqual(
      expect.arrayContaining([
        [true, ['latest']],
        [false, ['1.0.0']],
      ]),
    );
  });

  it('looks again at tags that should not move when told to', async () => {
    registry.push('shop/checkout', ['1.0.0']);
    const images = [interestIn('shop/checkout')];
    const before = await observe(sourceWith(), images);
    const next = registry.push('shop/checkout', ['1.0.0'], { layer: 7 });
    const after = await observe(sourceWith(), images, before, {
      reason: 'hint',
      hints: [{ subject: images[0].repository }],
    });
    expect(artifactsOf(after).map(one => one.digest)).toEqual([next]);
  });

  it('notices new tags that carry no version, wherever the list has them', async () => {
    const name = (index: number) => `sha-${'0'.repeat(30)}${1000 + index}`;
    for (let index = 0; index < 10; index += 1) {
      registry.push('shop/checkout', [name(index)]);
    }
    const source = sourceWith({ newestTags: 3 });
    const images = [interestIn('shop/checkout')];
    const before = await observe(source, images);
    expect(artifactsOf(before)).toHaveLength(3);
    registry.push('shop/checkout', ['sha-00']);
    const after = await observe(source, images, before);
    expect(artifactsOf(after).flatMap(one => one.tags)).toContain('sha-00');
    const restarted = await observe(
      sourceWith({ newestTags: 3 }),
      images,
      after,
    );
    expect(artifactsOf(restarted).flatMap(one => one.tags)).toContain('sha-00');
  });

  it('takes the digest from the content where the registry does not tell it', async () => {
    registry.digestOnHead = false;
    const digest = registry.push('shop/checkout', ['1.0.0']);
    const state = await observe(sourceWith(), [interestIn('shop/checkout')]);
    expect(artifactsOf(state).map(one => one.digest)).toEqual([digest]);
  });

  it('lets a repository that is missing or forbidden cost only itself', async () => {
    registry.push('shop/good', ['1.0.0']);
    registry.push('shop/secret', ['1.0.0']);
    registry.overrides.set('GET /v2/shop/secret/tags/list', {
      status: 403,
      body: '{"errors":[{"code":"DENIED"}]}',
    });
    const images = ['shop/good', 'shop/secret', 'shop/typo'].map(name =>
      interestIn(name),
    );
    const state = await observe(sourceWith(), images);
    expect(artifactsOf(state)).toHaveLength(1);
    expect([...state.problems.values()]).toEqual(
      expect.arrayContaining([
        expect.stringContaining('403 DENIED'),
        expect.stringContaining('not known to the registry'),
      ]),
    );
    registry.overrides.clear();
    registry.push('shop/typo', ['1.0.0']);
    const after = await observe(sourceWith(), images, state);
    expect(artifactsOf(after)).toHaveLength(3);
    expect(after.problems.size).toBe(0);
  });

  it('names an image whose content is not what its digest promises', async () => {
    const digest = registry.push('shop/checkout', ['1.0.0']);
    const repository = registry.repository('shop/checkout');
    const [config] = repository.blobs.keys();
    repository.blobs.set(config, '{"created":"2020-01-01T00:00:00Z"}');
    const observations = await collectObservations(
      sourceWith().observe({
        signal: new AbortController().signal,
        logger: mockServices.logger.mock(),
        reason: 'start',
        hints: [],
        countCall: () => {},
        interests: {
          version: '1',
          repositories: [],
          pipelines: [],
          images: [interestIn('shop/checkout')],
        },
      }),
    );
    expect(observations).toContainEqual({
      type: 'malformed',
      scope: `repository:${registry.host}/shop/checkout`,
      item: {
        kind: 'artifact',
        key: `${registry.host}/shop/checkout@${digest}`,
        description: `${registry.host}/shop/checkout@${digest}`,
      },
      reason: 'its content does not match its digest',
    });
  });

  it('forgets what is of no interest any more', async () => {
    registry.push('shop/checkout', ['1.0.0']);
    const before = await observe(sourceWith(), [interestIn('shop/checkout')]);
    const after = await observe(sourceWith(), [], before);
    expect(after.items.size).toBe(0);
  });

  it.each(['none', 'basic', 'bearer'] as const)(
    'gets in where the registry asks for %s',
    async auth => {
      registry.auth = auth;
      registry.push('shop/checkout', ['1.0.0']);
      const images = [interestIn('shop/checkout')];
      const source = sourceWith();
      expect(artifactsOf(await observe(source, images))).toHaveLength(1);
      const tokens = registry.tokens.size;
      await observe(source, images);
      expect(registry.tokens.size).toBe(tokens);
    },
  );

  it('lets its token service have an identity token, and nobody else', async () => {
    registry.push('shop/checkout', ['1.0.0']);
    const images = [interestIn('shop/checkout')];
    const token = { get: async () => IDENTITY };
    const source = sourceWith({ credentials: { type: 'identity', token } });
    expect(artifactsOf(await observe(source, images))).toHaveLength(1);
    const wrong = { get: async () => 'another-identity-token' };
    await expect(
      observe(
        sourceWith({ credentials: { type: 'identity', token: wrong } }),
        images,
      ),
    ).rejects.toMatchObject({
      kind: 'authentication',
      message: expect.not.stringContaining('another-identity-token'),
    });
  });

  it('sends a form to a token service that takes nothing else', async () => {
    registry.postOnly = true;
    registry.push('shop/checkout', ['1.0.0']);
    const images = [interestIn('shop/checkout')];
    expect(artifactsOf(await observe(sourceWith(), images))).toHaveLength(1);
  });

  it('makes few connections, however many tags it compares', async () => {
    for (let index = 0; index < 60; index += 1) {
      registry.push('shop/checkout', [`1.0.${index}`]);
    }
    await observe(sourceWith({ newestTags: 60 }), [
      interestIn('shop/checkout'),
    ]);
    expect(registry.count(/^HEAD/)).toBe(60);
    expect(registry.connections.size).toBeLessThan(4);
  });

  it('tells what is left of a limit, and a limit from a refusal', async () => {
    registry.push('shop/checkout', ['1.0.0']);
    registry.limits = {
      'ratelimit-limit': '100;w=21600',
      'ratelimit-remaining': '76;w=21600',
    };
    const images = [interestIn('shop/checkout')];
    const budgets = async () =>
      (await observationsOf(sourceWith(), images)).filter(
        one => one.type === 'budget',
      );
    expect(await budgets()).toEqual([
      { type: 'budget', limit: 100, remaining: 76 },
    ]);
    registry.overrides.set('HEAD /v2/shop/checkout/manifests/1.0.0', {
      status: 429,
      headers: { 'retry-after': '120' },
    });
    await expect(observe(sourceWith(), images)).rejects.toMatchObject({
      kind: 'rateLimit',
      retryAfterMs: 120_000,
    });
    registry.overrides.set('HEAD /v2/shop/checkout/manifests/1.0.0', {
      status: 403,
    });
    await expect(observe(sourceWith(), images)).rejects.toMatchObject({
      kind: 'permission',
    });
  });

  it('gets a new token where the old one ended before its time', async () => {
    registry.push('shop/checkout', ['1.0.0']);
    const images = [interestIn('shop/checkout')];
    const source = sourceWith();
    const before = await observe(source, images);
    registry.tokens.clear();
    registry.push('shop/checkout', ['1.0.1']);
    expect(artifactsOf(await observe(source, images, before))).toHaveLength(2);
  });

  it('says that credentials are refused', async () => {
    const source = sourceWith({
      credentials: {
        type: 'basic',
        username: USER,
        password: { get: async () => 'wrong-password' },
      },
    });
    await expect(observe(source, [])).rejects.toMatchObject({
      kind: 'authentication',
      message: expect.not.stringContaining('wrong-password'),
    });
  });
});
