import { mockApis } from '@backstage/frontend-test-utils';
import { classifyError, isWorthRetrying } from './classifyError';
import { DeliveryClient } from './DeliveryClient';

const BASE = 'http://example.com/api/delivery';
const entity = { kind: 'component', namespace: 'default', name: 'check/out' };

function refusal(name: string) {
  return { error: { name, message: '' }, response: { statusCode: 0 } };
}

function setUp(...responses: Response[]) {
  const fetch = jest.fn<Promise<Response>, [string, RequestInit]>();
  responses.forEach(response => fetch.mockResolvedValueOnce(response));
  const client = new DeliveryClient({
    discoveryApi: mockApis.discovery(),
    fetchApi: { fetch: fetch as typeof globalThis.fetch },
  });
  return { client, fetch };
}

function answer(body: unknown, init: ResponseInit = {}) {
  return new Response(init.status === 304 ? null : JSON.stringify(body), {
    ...init,
    headers: { 'Content-Type': 'application/json', ...init.headers },
  });
}

describe('DeliveryClient', () => {
  it('encodes names into the path', async () => {
    const { client, fetch } = setUp(answer({ state: 'ready' }));
    await client.getEntityDelivery(entity);
    expect(fetch.mock.calls[0][0]).toBe(
      `${BASE}/entities/default/component/check%2Fout`,
    );
  });

  it('asks again by tag, and takes a 304 for what it had', async () => {
    const { client, fetch } = setUp(
      answer({ state: 'ready' }, { headers: { ETag: '"7"' } }),
      answer(null, { status: 304 }),
      answer({ state: 'pending' }, { headers: { ETag: '"8"' } }),
    );
    const first = await client.getEntityDelivery(entity);
    const second = await client.getEntityDelivery(entity);
    const third = await client.getEntityDelivery(entity);

    expect(second).toBe(first);
    expect(third.state).toBe('pending');
    expect(fetch.mock.calls[0][1]).toMatchObject({ cache: 'no-cache' });
    expect(fetch.mock.calls[1][1].headers).toEqual({ 'If-None-Match': '"7"' });
    expect(fetch.mock.calls[2][1].headers).toEqual({ 'If-None-Match': '"7"' });
  });

  it('tells which state of the entity it shows, so that a new one is linked', async () => {
    const { client, fetch } = setUp(answer({}));
    await client.getEntityDelivery(entity, { catalogEtag: 'a/1' });
    expect(fetch.mock.calls[0][0]).toMatch(/check%2Fout\?etag=a%2F1$/);
  });

  it('does not answer one entity with the tag of another', async () => {
    const { client, fetch } = setUp(
      answer({}, { headers: { ETag: '"7"' } }),
      answer({}),
    );
    await client.getEntityDelivery(entity);
    await client.getEntityDelivery({ ...entity, name: 'search' });
    expect(fetch.mock.calls[1][1].headers).toBeUndefined();
  });

  it('forgets what it had when it is refused', async () => {
    const { client, fetch } = setUp(
      answer({}, { headers: { ETag: '"7"' } }),
      answer(
        { error: { name: 'NotFoundError', message: 'no' } },
        { status: 404 },
      ),
      answer({}),
    );
    await client.getEntityDelivery(entity);
    await expect(client.getEntityDelivery(entity)).rejects.toThrow('404');
    await client.getEntityDelivery(entity);
    expect(fetch.mock.calls[2][1].headers).toBeUndefined();
  });

  it('repeats the parameters of the fleet', async () => {
    const { client, fetch } = setUp(answer({}));
    await client.getFleet({
      text: 'a&b',
      owners: ['group:default/a', 'group:default/b'],
      systems: ['shop'],
      environments: ['production'],
      states: ['degraded', 'stale'],
      sort: '-changed',
      limit: 25,
      cursor: 'c=1',
    });
    const url = new URL(fetch.mock.calls[0][0]);
    expect([...url.searchParams]).toEqual([
      ['text', 'a&b'],
      ['owners', 'group:default/a'],
      ['owners', 'group:default/b'],
      ['systems', 'shop'],
      ['environments', 'production'],
      ['states', 'degraded'],
      ['states', 'stale'],
      ['sort', '-changed'],
      ['limit', '25'],
      ['cursor', 'c=1'],
    ]);
  });

  it('asks for pages, details and sources where they are', async () => {
    const { client, fetch } = setUp(
      ...Array.from({ length: 5 }, () => answer({ items: [] })),
    );
    await client.getChanges(entity, 'a b');
    await client.getRuns(entity, 'c');
    await client.getHistory(entity, 'c');
    await client.getDetails('argocd:x/../y', 'pods', 'component:default/a');
    await client.getSources('next');
    expect(fetch.mock.calls.map(([url]) => url.slice(BASE.length))).toEqual([
      '/entities/default/component/check%2Fout/changes?cursor=a+b',
      '/entities/default/component/check%2Fout/runs?cursor=c',
      '/entities/default/component/check%2Fout/history?cursor=c',
      '/targets/argocd%3Ax%2F..%2Fy/details/pods?entity=component%3Adefault%2Fa',
      '/sources?cursor=next',
    ]);
  });

  it.each([
    [404, refusal('NotFoundError'), 'notFound', false],
    [404, {}, 'notInstalled', false],
    [403, refusal('NotAllowedError'), 'forbidden', false],
    [401, {}, 'signedOut', false],
    [503, {}, 'unreachable', true],
    [500, {}, 'broken', true],
  ])('tells what %s %j means', async (status, body, kind, retry) => {
    const { client } = setUp(answer(body, { status }));
    const error = await client.getSources().catch(caught => caught);
    expect(classifyError(error)).toBe(kind);
    expect(isWorthRetrying(error)).toBe(retry);
  });

  it('takes a connection that failed for unreachable', () => {
    expect(classifyError(new TypeError('Failed to fetch'))).toBe('unreachable');
  });
});
