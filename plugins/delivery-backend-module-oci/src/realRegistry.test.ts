import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { mockServices } from '@backstage/backend-test-utils';
import { collectObservations } from '@throughline/plugin-delivery-node/testing';
import { plainHttp } from './fixtures/plainHttp';
import { RegistrySource } from './source/RegistrySource';

const COMMIT = '9a8b7c6d5e4f30211203f4e5d6c7b8a990817263';
const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
const INDEX = 'application/vnd.oci.image.index.v1+json';

const isInstalled = (() => {
  try {
    execFileSync('docker-registry', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

const suite = isInstalled ? describe : describe.skip;
const name = isInstalled
  ? 'a real registry'
  : 'a real registry (skipped: docker-registry is not installed)';

suite(name, () => {
  let folder: string;
  let url: string;
  let registry: ChildProcess;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'registry-'));
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    const config = path.join(folder, 'config.yml');
    writeFileSync(
      config,
      [
        'version: 0.1',
        'log: { level: error }',
        `storage: { filesystem: { rootdirectory: ${folder}/data } }`,
        `http: { addr: "127.0.0.1:${port}" }`,
      ].join('\n'),
    );
    registry = spawn('docker-registry', ['serve', config], { stdio: 'ignore' });
    await answering(`${url}/v2/`);
  }, 20_000);

  afterAll(() => {
    registry?.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  it('is observed after a push, with what cosign and ORAS write beside an image', async () => {
    const layer = 'not really a layer';
    const config = JSON.stringify({
      created: '2026-11-01T10:00:00Z',
      os: 'linux',
      architecture: 'amd64',
      config: {
        Labels: {
          'org.opencontainers.image.revision': COMMIT,
          'org.opencontainers.image.source': 'https://git.example.com/shop/api',
        },
      },
      rootfs: { type: 'layers', diff_ids: [] },
    });
    for (const blob of [layer, config, '{}']) {
      await pushBlob(`${url}/v2/shop/api`, blob);
    }
    const descriptor = (mediaType: string, content: string) => ({
      mediaType,
      digest: digestOf(content),
      size: content.length,
    });
    const manifestOf = (more: object) =>
      JSON.stringify({
        schemaVersion: 2,
        mediaType: MANIFEST,
        config: descriptor('application/vnd.oci.image.config.v1+json', config),
        layers: [descriptor('application/vnd.oci.image.layer.v1.tar', layer)],
        ...more,
      });
    const image = manifestOf({});
    const base = digestOf(image).replace(':', '-');
    const signature = manifestOf({
      layers: [
        {
          ...descriptor(
            'application/vnd.dev.cosign.simplesigning.v1+json',
            '{}',
          ),
          annotations: { 'dev.cosignproject.cosign/signature': 'MEUCIQ==' },
        },
      ],
    });
    const sbom = manifestOf({
      artifactType: 'application/spdx+json',
      subject: descriptor(MANIFEST, image),
      layers: [descriptor('application/spdx+json', '{}')],
    });
    const referrers = JSON.stringify({
      schemaVersion: 2,
      mediaType: INDEX,
      manifests: [
        {
          ...descriptor(MANIFEST, sbom),
          artifactType: 'application/spdx+json',
        },
      ],
    });
    for (const [reference, type, body] of [
      ['1.4.2', MANIFEST, image],
      [`${base}.sig`, MANIFEST, signature],
      [digestOf(sbom), MANIFEST, sbom],
      [base, INDEX, referrers],
    ]) {
      const pushed = await fetch(`${url}/v2/shop/api/manifests/${reference}`, {
        method: 'PUT',
        headers: { 'content-type': type },
        body,
      });
      expect(pushed.status).toBe(201);
    }

    const { host } = new URL(url);
    const observations = await observe([
      `${host}/shop/api`,
      `${host}/shop/nothing`,
    ]);
    const items = observations.flatMap(one =>
      one.type === 'observed' ? one.items : [],
    );
    expect(items).toEqual([
      {
        kind: 'artifact',
        key: `${host}/shop/api@${digestOf(image)}`,
        repository: `${host}/shop/api`,
        digest: digestOf(image),
        tags: ['1.4.2'],
        sizeBytes: layer.length + config.length,
        platforms: ['linux/amd64'],
        createdAt: '2026-11-01T10:00:00.000Z',
        sourceRevision: COMMIT,
        sourceRepository: 'git.example.com/shop/api',
        sourceEvidence: expect.stringContaining('image label'),
        attestations: {
          signature: {
            state: 'present',
            reason: `tag ${base}.sig; not verified`,
          },
          sbom: { state: 'present', reason: `tag ${base}; not verified` },
          provenance: {
            state: 'absent',
            reason: expect.stringContaining('no referrers API'),
          },
        },
      },
    ]);
    expect(observations).toContainEqual({
      type: 'problem',
      scope: `repository:${host}/shop/nothing`,
      reason: expect.stringContaining('not known'),
    });
  });

  it('is asked over few connections', async () => {
    const manifest = await fetch(`${url}/v2/shop/api/manifests/1.4.2`, {
      headers: { accept: MANIFEST },
    }).then(response => response.text());
    for (let index = 0; index < 40; index += 1) {
      await fetch(`${url}/v2/shop/api/manifests/2.0.${index}`, {
        method: 'PUT',
        headers: { 'content-type': MANIFEST },
        body: manifest,
      });
    }
    let connections = 0;
    const counting = createServer(socket => {
      connections += 1;
      const onward = connect(Number(new URL(url).port), '127.0.0.1');
      socket.pipe(onward).pipe(socket);
      socket.on('error', () => onward.destroy());
      onward.on('error', () => socket.destroy());
    });
    await new Promise<void>(resolve => {
      counting.listen(0, '127.0.0.1', resolve);
    });
    const { port } = counting.address() as AddressInfo;
    const host = `127.0.0.1:${port}`;
    let heads = 0;
    await observe([`${host}/shop/api`], host, ({ operation }) => {
      heads += operation === 'digest' ? 1 : 0;
    });
    counting.close();
    expect(heads).toBeGreaterThan(20);
    expect(connections).toBeLessThan(4);
  });

  function observe(
    repositories: string[],
    host = new URL(url).host,
    countCall: (call: { operation: string }) => void = () => {},
  ) {
    return collectObservations(
      new RegistrySource({
        name: 'real',
        host,
        url: `http://${host}`,
        credentials: { type: 'anonymous' },
        http: plainHttp(),
        pollMs: 1_000,
        verifyMs: 60_000,
        newestTags: 25,
      }).observe({
        signal: new AbortController().signal,
        logger: mockServices.logger.mock(),
        reason: 'start',
        hints: [],
        countCall,
        interests: {
          version: '1',
          repositories: [],
          images: repositories.map(repository => ({
            repository,
            references: [],
          })),
          pipelines: [],
        },
      }),
    );
  }
});

async function pushBlob(repository: string, blob: string): Promise<void> {
  const started = await fetch(`${repository}/blobs/uploads/`, {
    method: 'POST',
  });
  const location = new URL(started.headers.get('location')!, repository);
  location.searchParams.set('digest', digestOf(blob));
  const done = await fetch(location, {
    method: 'PUT',
    headers: { 'content-type': 'application/octet-stream' },
    body: blob,
  });
  expect(done.status).toBe(201);
}

function digestOf(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

function freePort(): Promise<number> {
  return new Promise(resolve => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

async function answering(url: string): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const ok = await fetch(url).then(
      response => response.ok,
      () => false,
    );
    if (ok) {
      return;
    }
    await new Promise(resolve => setTimeout(resolve, 100));
  }
  throw new Error(`${url} does not answer`);
}
