import fc from 'fast-check';
import {
  startFaultyUpstream,
  type FaultyUpstream,
} from '../testing/startFaultyUpstream';
import { readText, UpstreamClient } from './UpstreamClient';

const TOKEN = 'a-credential-that-looks-like-none';
const signal = new AbortController().signal;

describe('UpstreamClient', () => {
  let upstream: FaultyUpstream;
  let seen: { method?: string; url?: string; headers: object }[];
  let answer: { status: number; headers?: object; body?: string };

  beforeEach(async () => {
    seen = [];
    answer = { status: 200, body: '{"well":true}' };
    upstream = await startFaultyUpstream((request, response) => {
      const { method, url, headers } = request;
      seen.push({ method, url, headers });
      response.writeHead(answer.status, {
        'content-type': 'application/json',
        ...answer.headers,
      });
      response.end(answer.body);
    });
  });
  afterEach(() => upstream.close());

  const calls: { operation: string; outcome: string }[] = [];
  const client = (more: object = {}) =>
    new UpstreamClient({
      baseUrl: upstream.url,
      headers: async () => ({ authorization: `Bearer ${TOKEN}` }),
      onCall: call => calls.push(call),
      ...more,
    });
  const failureOf = (promise: Promise<unknown>) =>
    promise.then(
      () => {
        throw new Error('It did not fail');
      },
      (error: Error & { kind?: string; retryAfterMs?: number }) => error,
    );

  it.each(['', '.', '..', 'half \ud800'])(
    'asks for nothing by the name %j',
    async name => {
      const { kind, message } = await failureOf(
        client().json({ path: ['api', name], signal }),
      );
      expect(kind).toBe('protocol');
      expect(message).toContain('cannot be part');
      expect(seen).toEqual([]);
    },
  );

  it('reads JSON, with credentials, query and encoded path', async () => {
    await expect(
      client().json({
        path: ['api', 'a/b c', '%2e'],
        query: { q: 'x&y', many: ['1', '2'], none: undefined },
        signal,
      }),
    ).resolves.toEqual({ well: true });
    expect(seen).toEqual([
      {
        method: 'GET',
        url: '/api/a%2Fb%20c/%252e?q=x%26y&many=1&many=2',
        headers: expect.objectContaining({
          authorization: `Bearer ${TOKEN}`,
          accept: 'application/json',
        }),
      },
    ]);
  });

  it('keeps the path of the base URL', async () => {
    await client({ baseUrl: `${upstream.url}/behind/proxy` }).json({
      path: ['api'],
      signal,
    });
    expect(seen[0].url).toBe('/behind/proxy/api');
  });

  it('lets no name reach another path', () => {
    const urls: string[] = [];
    const one = new UpstreamClient({
      baseUrl: 'https://upstream.example.test/base',
      fetch: async url => {
        urls.push(String(url));
        return new Response('{}');
      },
    });
    return fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string(),
          fc.constantFrom('..', '.', '', '../x', '..%2Fx', 'a?b', 'a#b', '\\'),
        ),
        async name => {
          urls.length = 0;
          await one.json({ path: ['apps', name], signal }).catch(() => {});
          const { pathname, search, hash } = new URL(
            urls[0] ?? 'https://upstream.example.test/base/apps/refused',
          );
          expect(pathname).toMatch(/^\/base\/apps\/[^/]+$/);
          expect(search + hash).toBe('');
        },
      ),
    );
  });

  it.each([
    [401, 'authentication'],
    [403, 'permission'],
    [404, 'protocol'],
    [408, 'timeout'],
    [429, 'rateLimit'],
    [500, 'unreachable'],
    [503, 'unreachable'],
    [504, 'timeout'],
    [302, 'protocol'],
  ])('takes status %d for a failure of kind %s', async (status, kind) => {
    answer = { status, body: '{"message":"the reason"}' };
    const failure = await failureOf(client().json({ path: ['a'], signal }));
    expect(failure).toMatchObject({ name: 'SourceFailure', kind });
    expect(failure.message).toContain(`answered ${status}`);
    expect(failure.message).toContain('the reason');
  });

  it('follows no redirect, as that would carry the credentials elsewhere', async () => {
    answer = { status: 302, headers: { location: `${upstream.url}/other` } };
    await failureOf(client().json({ path: ['a'], signal }));
    expect(seen).toHaveLength(1);
  });

  it('returns statuses that the caller takes', async () => {
    answer = { status: 404 };
    const response = await client().request({
      path: ['a'],
      signal,
      accept: [404],
    });
    expect(response.status).toBe(404);
  });

  it('tells when it may be called again', async () => {
    answer = { status: 429, headers: { 'retry-after': '7' } };
    const failure = await failureOf(client().json({ path: ['a'], signal }));
    expect(failure.retryAfterMs).toBe(7_000);
  });

  it('counts calls with what came of them', async () => {
    calls.length = 0;
    await client().json({ path: ['things', 'secret-name'], signal });
    answer = { status: 500 };
    await failureOf(client().json({ method: 'POST', path: ['x'], signal }));
    expect(calls).toEqual([
      { operation: 'GET things', outcome: 'ok' },
      { operation: 'POST x', outcome: 'error' },
    ]);
  });

  it('says after its deadline that it was too late', async () => {
    await upstream.misbehave({ type: 'hang' });
    const failure = await failureOf(
      client().json({ path: ['a'], signal, deadlineMs: 30 }),
    );
    expect(failure).toMatchObject({ kind: 'timeout' });
  });

  it('does not end by its deadline what has begun to answer', async () => {
    await upstream.misbehave({ type: 'stall' });
    const response = await client().request({
      path: ['a'],
      signal,
      deadlineMs: 50,
    });
    const first = await response.body!.getReader().read();
    await new Promise(resolve => setTimeout(resolve, 80));
    expect(first.value).toBeDefined();
    await expect(
      readText(
        await client().request({ path: ['a'], signal, deadlineMs: 50 }),
        { signal, deadlineMs: 20 },
      ),
    ).rejects.toMatchObject({ kind: 'timeout' });
  });

  it('ends when it is aborted', async () => {
    await upstream.misbehave({ type: 'hang' });
    const controller = new AbortController();
    const failure = failureOf(
      client().json({ path: ['a'], signal: controller.signal }),
    );
    controller.abort();
    expect((await failure).name).toBe('AbortError');
  });

  it.each([
    ['html', 'protocol', 'login page'],
    ['halfJson', 'protocol', 'not JSON'],
    ['refuse', 'unreachable', 'cannot be reached'],
    ['breakOff', 'protocol', 'broke off'],
  ] as const)('tells %s as %s', async (type, kind, words) => {
    answer.body = '{"long":"enough to be cut in two"}';
    await upstream.misbehave({ type });
    const failure = await failureOf(client().json({ path: ['a'], signal }));
    expect(failure).toMatchObject({ name: 'SourceFailure', kind });
    expect(failure.message).toContain(words);
  });

  it('keeps what it sent as a credential out of its errors', async () => {
    await upstream.misbehave({ type: 'echo' });
    const password = 'p"ss-wörd';
    const failure = await failureOf(
      client().json({
        method: 'POST',
        path: ['a'],
        headers: {
          'private-token': 'plain-old-value',
          'proxy-authorization': `Basic ${Buffer.from(
            'user:hunter-two',
          ).toString('base64')}`,
        },
        body: JSON.stringify({ username: 'ada', password }),
        signal,
      }),
    );
    expect(failure.message).toContain('answered 500');
    for (const secret of [TOKEN, 'plain-old-value', 'hunter-two', 'wörd']) {
      expect(`${failure.message}${failure.stack}`).not.toContain(secret);
    }
  });

  it('keeps a credential that is no header out of its errors', async () => {
    const failure = await failureOf(
      client({
        headers: () => ({ authorization: `Bearer two\nlines-of-a-secret` }),
      }).json({ path: ['a'], signal }),
    );
    expect(failure.message).not.toContain('lines-of-a-secret');
  });
});
