import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { mockServices } from '@backstage/backend-test-utils';
import { collectObservations } from '@throughline/plugin-delivery-node/testing';
import { RegistrySource } from './source/RegistrySource';

const COMMIT = '9a8b7c6d5e4f30211203f4e5d6c7b8a990817263';
const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';

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

  it('is observed after a push', async () => {
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
    for (const blob of [layer, config]) {
      await pushBlob(`${url}/v2/shop/api`, blob);
    }
    const manifest = JSON.stringify({
      schemaVersion: 2,
      mediaType: MANIFEST,
      config: {
        mediaType: 'application/vnd.oci.image.config.v1+json',
        digest: digestOf(config),
        size: config.length,
      },
      layers: [
        {
          mediaType: 'application/vnd.oci.image.layer.v1.tar',
          digest: digestOf(layer),
          size: layer.length,
        },
      ],
    });
    const pushed = await fetch(`${url}/v2/shop/api/manifests/1.4.2`, {
      method: 'PUT',
      headers: { 'content-type': MANIFEST },
      body: manifest,
    });
    expect(pushed.status).toBe(201);

    const { host } = new URL(url);
    const observations = await collectObservations(
      new RegistrySource({
        name: 'real',
        host,
        url,
        credentials: { type: 'anonymous' },
        pollMs: 1_000,
        verifyMs: 60_000,
        newestTags: 25,
      }).observe({
        signal: new AbortController().signal,
        logger: mockServices.logger.mock(),
        reason: 'start',
        hints: [],
        countCall: () => {},
        interests: {
          version: '1',
          repositories: [],
          pipelines: [],
          images: [
            { repository: `${host}/shop/api`, references: [] },
            { repository: `${host}/shop/nothing`, references: [] },
          ],
        },
      }),
    );
    const items = observations.flatMap(one =>
      one.type === 'observed' ? one.items : [],
    );
    expect(items).toEqual([
      {
        kind: 'artifact',
        key: `${host}/shop/api@${digestOf(manifest)}`,
        repository: `${host}/shop/api`,
        digest: digestOf(manifest),
        tags: ['1.4.2'],
        sizeBytes: layer.length + config.length,
        platforms: ['linux/amd64'],
        createdAt: '2026-11-01T10:00:00.000Z',
        sourceRevision: COMMIT,
        sourceRepository: 'git.example.com/shop/api',
        sourceEvidence: expect.stringContaining('image label'),
      },
    ]);
    expect(observations).toContainEqual({
      type: 'problem',
      scope: `repository:${host}/shop/nothing`,
      reason: expect.stringContaining('not known'),
    });
  });
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
