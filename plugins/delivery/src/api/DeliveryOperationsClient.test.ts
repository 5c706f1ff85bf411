import { mockApis } from '@backstage/frontend-test-utils';
import type { OperationInput } from '@throughline/plugin-delivery-common';
import { DeliveryOperationsClient } from './DeliveryOperationsClient';
import { messageOf } from './messageOf';

const BASE = 'http://example.com/api/delivery';
const entity = { kind: 'component', namespace: 'default', name: 'check/out' };
const input: OperationInput = {
  type: 'sync',
  entityRef: 'component:default/checkout',
  targetIds: ['target-1'],
  idempotencyKey: 'key-1',
};
const trial = {
  environment: 'staging',
  rule: {
    strategy: 'kustomizeImages',
    file: 'kustomization.yaml',
    write: 'commit',
  },
  version: '1.5.0',
} as const;

function setUp(status = 200, body: unknown = {}) {
  const fetch = jest.fn<Promise<Response>, [string, RequestInit]>(
    async () =>
      new Response(status === 204 ? null : JSON.stringify(body), {
        status,
        headers: { 'Content-Type': 'application/json' },
      }),
  );
  const client = new DeliveryOperationsClient({
    discoveryApi: mockApis.discovery(),
    fetchApi: { fetch: fetch as typeof globalThis.fetch },
  });
  return { client, fetch };
}

describe('DeliveryOperationsClient', () => {
  it.each([
    [
      'getOperations',
      [entity],
      '/entities/default/component/check%2Fout/operations',
    ],
    [
      'getVersionRules',
      [entity],
      '/entities/default/component/check%2Fout/version-rules',
    ],
    [
      'getVersionRules',
      [entity, 'a&b'],
      '/entities/default/component/check%2Fout/version-rules?propose=a%26b',
    ],
    ['getOperation', ['a/../b'], '/operations/a%2F..%2Fb'],
    ['searchOperations', [{}], '/operations'],
    [
      'searchOperations',
      [
        {
          text: 'a&b',
          types: ['sync', 'promote'],
          states: ['failed'],
          environments: ['x y'],
          limit: 25,
          cursor: 'c=1',
        },
      ],
      '/operations?text=a%26b&types=sync&types=promote&states=failed&environments=x+y&limit=25&cursor=c%3D1',
    ],
    [
      'exportOperations',
      [{ actor: 'user:default/mira' }],
      '/operations/export?actor=user%3Adefault%2Fmira',
    ],
    ['exportOperationEvidence', ['a/1'], '/operations/a%2F1/evidence'],
    [
      'exportDeploymentEvidence',
      [entity, 'd/1'],
      '/entities/default/component/check%2Fout/deployments/d%2F1/evidence',
    ],
  ] as const)('%s(%j) asks %s', async (method, args, path) => {
    const { client, fetch } = setUp();
    await (client[method] as (...rest: readonly unknown[]) => unknown)(...args);
    expect(fetch.mock.calls[0][0]).toBe(BASE + path);
    expect(fetch.mock.calls[0][1]?.method).toBeUndefined();
  });

  it.each([
    ['planOperation', [input], '/operations/plan', input],
    ['requestOperation', [input], '/operations', input],
    [
      'tryVersionRule',
      [entity, trial],
      '/entities/default/component/check%2Fout/version-rules/try',
      trial,
    ],
    [
      'decideOperation',
      ['a/b', { decision: 'rejected', comment: 'no' }],
      '/operations/a%2Fb/decision',
      { decision: 'rejected', comment: 'no' },
    ],
    ['cancelOperation', ['1'], '/operations/1/cancel', {}],
    [
      'setFreeze',
      [{ on: true, reason: 'sale' }],
      '/operations/freeze',
      { on: true, reason: 'sale' },
    ],
  ] as const)('%s posts JSON', async (method, args, path, body) => {
    const { client, fetch } = setUp();
    await (client[method] as (...rest: readonly unknown[]) => unknown)(...args);
    const [url, init] = fetch.mock.calls[0];
    expect(url).toBe(BASE + path);
    expect(init).toMatchObject({
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
    });
    expect(JSON.parse(String(init.body))).toEqual(body);
  });

  it('needs no answer to a freeze', async () => {
    const { client } = setUp(204);
    await expect(client.setFreeze({ on: false })).resolves.toBeUndefined();
  });

  it('gives the log as it was answered', async () => {
    const { client } = setUp(200, 'id');
    const blob = await client.exportOperations({});
    expect(blob.size).toBe('"id"'.length);
  });

  it('says what the backend says where it refuses', async () => {
    const { client } = setUp(409, {
      error: { name: 'ConflictError', message: 'it has ended' },
      response: { statusCode: 409 },
    });
    const error = await client.cancelOperation('1').catch(caught => caught);
    expect(messageOf(error)).toBe('it has ended');
  });
});
