import { existsSync, readFileSync } from 'fs';
import path from 'path';
import { listen, Listener } from '../listen';
import { buildImage, mediaTypes } from './image';
import { ImageStore } from './ImageStore';
import { RegistryAuth } from './RegistryAuth';
import { registryRouter } from './registryRouter';

const samples = path.resolve(
  __dirname,
  '../../../../../shared/contracts/oci/samples',
);
const basic = `Basic ${Buffer.from(
  'sandbox:sandbox-registry-password',
).toString('base64')}`;
const everything = Object.values(mediaTypes).join(', ');

/** What must be the same: the whole of an error, the keys of an answer. */
function shapeOf(
  method: string,
  { status }: { status: number },
  text: string,
): unknown {
  if (method === 'HEAD') {
    return undefined;
  }
  if (status !== 200) {
    return text.startsWith('{') ? JSON.parse(text) : text;
  }
  return Object.keys(JSON.parse(text)).sort();
}

describe('the registry', () => {
  let listener: Listener;
  const image = (tag: string, architectures = ['amd64']) => ({
    name: 'shop/checkout',
    tag,
    revision: '9a8b7c6d5e4f30211203f4e5d6c7b8a990817263',
    sourceUrl: 'https://git.example.com/shop/checkout',
    createdAt: '2026-01-15T09:30:00Z',
    architectures,
  });
  const ask = (route: string, init: RequestInit = {}) =>
    fetch(`${listener.url}${route}`, {
      ...init,
      headers: { authorization: basic, ...init.headers },
    });

  beforeAll(async () => {
    const store = new ImageStore();
    ['1.4.1', '1.4.2'].forEach(tag => store.put(image(tag)));
    store.put(image('1.4.2-multi', ['amd64', 'arm64']));
    store.put({ ...image('2.0.0'), name: 'shop/payments' });
    listener = await listen(0, 'the registry');
    listener.app.use(
      registryRouter(
        store,
        new RegistryAuth(),
        () => `localhost:${listener.port}`,
      ),
    );
  });

  afterAll(() => listener.close());

  it('challenges, and takes the token that it sold', async () => {
    const route = '/v2/shop/checkout/tags/list';
    const challenged = await fetch(`${listener.url}${route}`);
    expect(challenged.status).toBe(401);
    const challenge = challenged.headers.get('www-authenticate') ?? '';
    const [, realm, service, scope] =
      /^Bearer realm="(.+)",service="(.+)",scope="(.+)"$/.exec(challenge) ?? [];
    expect(scope).toBe('repository:shop/checkout:pull');
    const sold = await fetch(`${realm}?service=${service}&scope=${scope}`, {
      headers: { authorization: basic },
    });
    const { token } = await sold.json();
    const headers = { authorization: `Bearer ${token}` };
    expect((await ask(route, { headers })).status).toBe(200);
    const elsewhere = await ask('/v2/shop/payments/tags/list', { headers });
    expect(elsewhere.status).toBe(401);
    const refused = await fetch(`${realm}?scope=${scope}`);
    expect(refused.status).toBe(401);
  });

  it('leads from a tag over the manifest to labels, by digest', async () => {
    const response = await ask('/v2/shop/checkout/manifests/1.4.2', {
      headers: { accept: everything },
    });
    const digest = response.headers.get('docker-content-digest');
    expect(response.headers.get('content-type')).toBe(mediaTypes.manifest);
    expect(response.headers.get('etag')).toBe(`"${digest}"`);
    const manifest = await response.json();
    const config = await (
      await ask(`/v2/shop/checkout/blobs/${manifest.config.digest}`)
    ).json();
    expect(config.config.Labels).toMatchObject({
      'org.opencontainers.image.revision': image('').revision,
      'org.opencontainers.image.version': '1.4.2',
    });
    const again = await ask(`/v2/shop/checkout/manifests/${digest}`, {
      headers: { accept: everything },
    });
    expect(await again.json()).toEqual(manifest);
    const unchanged = await ask('/v2/shop/checkout/manifests/1.4.2', {
      headers: { accept: everything, 'if-none-match': `"${digest}"` },
    });
    expect(unchanged.status).toBe(304);
  });

  it('answers HEAD with size and digest, for layers as well', async () => {
    const { layers } = await (
      await ask('/v2/shop/checkout/manifests/1.4.2', {
        headers: { accept: everything },
      })
    ).json();
    const head = await ask(`/v2/shop/checkout/blobs/${layers[0].digest}`, {
      method: 'HEAD',
    });
    expect(head.status).toBe(200);
    expect(Number(head.headers.get('content-length'))).toBe(layers[0].size);
  });

  it('has an index for more than one architecture', async () => {
    const index = await (
      await ask('/v2/shop/checkout/manifests/1.4.2-multi', {
        headers: { accept: everything },
      })
    ).json();
    expect(index.manifests).toHaveLength(2);
    const arm = await ask(
      `/v2/shop/checkout/manifests/${index.manifests[1].digest}`,
      { headers: { accept: everything } },
    );
    expect((await arm.json()).layers).toHaveLength(3);
  });

  it('pages tags by Link', async () => {
    const first = await ask('/v2/shop/checkout/tags/list?n=2');
    expect((await first.json()).tags).toEqual(['1.4.1', '1.4.2']);
    const next = /^<(.+)>; rel="next"$/.exec(first.headers.get('link') ?? '');
    const second = await ask(next?.[1] ?? '');
    expect((await second.json()).tags).toEqual(['1.4.2-multi']);
    expect(second.headers.get('link')).toBeNull();
  });

  it('makes the same digests from the same source', () => {
    expect(buildImage(image('1.4.2')).root.digest).toBe(
      buildImage(image('1.4.2')).root.digest,
    );
    expect(buildImage(image('1.4.2')).root.digest).not.toBe(
      buildImage(image('1.4.1')).root.digest,
    );
  });

  const present = existsSync(samples);
  if (!present) {
    process.stderr.write(
      `Skipped: the registry was not compared with recorded answers, for ${samples} is not there.\n`,
    );
  }
  const whenPresent = present ? describe : describe.skip;
  whenPresent('beside recorded answers', () => {
    it.each([
      'api-version',
      'catalog',
      'catalog-page-1',
      'config-blob',
      'error-accept-without-oci',
      'error-blob-unknown',
      'error-index-accept-manifest-only',
      'error-manifest-unknown',
      'error-manifest-unknown-head',
      'error-name-invalid',
      'error-name-unknown',
      'error-no-accept-header',
      'index-by-tag',
      'manifest-by-tag',
      'referrers-unsupported',
      'tags-list',
    ])('answers as the real one did: %s', async name => {
      const recorded = JSON.parse(
        readFileSync(path.join(samples, `${name}.json`), 'utf8'),
      );
      let { path: route } = recorded.request;
      if (name === 'config-blob') {
        const config = buildImage(image('1.4.2')).configs[0];
        route = `/v2/shop/checkout/blobs/${config.digest}`;
      }
      const response = await ask(route, {
        method: recorded.request.method,
        headers: { accept: '', ...recorded.request.headers },
      });
      expect(response.status).toBe(recorded.response.status);
      const contentType = response.headers.get('content-type');
      expect(contentType).toBe(recorded.response.headers['Content-Type']);
      expect(response.headers.get('docker-distribution-api-version')).toBe(
        'registry/2.0',
      );
      expect(Boolean(response.headers.get('link'))).toBe(
        'Link' in recorded.response.headers,
      );
      expect(
        shapeOf(recorded.request.method, response, await response.text()),
      ).toEqual(
        shapeOf(
          recorded.request.method,
          recorded.response,
          typeof recorded.response.body === 'string'
            ? recorded.response.body
            : JSON.stringify(recorded.response.body),
        ),
      );
    });
  });
});
