import fc from 'fast-check';
import { SourceFailure } from '@throughline/plugin-delivery-node';
import type { ArgocdCredentials } from '../config/readArgocdInstances';
import { wellApplication } from '../__testUtils__/applications';
import { FakeArgocd } from '../__testUtils__/FakeArgocd';
import { ArgocdClient, readStreamLine } from './ArgocdClient';
import { plainHttp } from '../__testUtils__/plainHttp';

const signal = new AbortController().signal;

describe('ArgocdClient', () => {
  let fake: FakeArgocd;
  beforeEach(async () => {
    fake = await FakeArgocd.start();
    fake.set(wellApplication('web'));
  });
  afterEach(() => fake.upstream.close());

  const client = (credentials?: ArgocdCredentials) =>
    new ArgocdClient({
      name: 'one',
      title: 'One',
      url: fake.url,
      credentials: credentials ?? {
        type: 'login',
        username: fake.account.username,
        password: { get: async () => fake.account.password },
      },
      resyncMs: 60_000,
      http: plainHttp(),
      unverified: false,
    });
  const logins = () =>
    fake.requests.filter(line => line === 'POST /api/v1/session').length;

  it('logs in once for all calls, also for those that come at once', async () => {
    const one = client();
    await Promise.all([1, 2, 3].map(() => one.listApplications({ signal })));
    await one.listApplications({ signal });
    expect(logins()).toBe(1);
  });

  it('logs in anew, once, when its session is over', async () => {
    const one = client();
    await one.listApplications({ signal });
    fake.tokens.clear();
    const lists = await Promise.all(
      [1, 2, 3].map(() => one.listApplications({ signal })),
    );
    expect(lists.every(list => list.length === 1)).toBe(true);
    expect(logins()).toBe(2);
  });

  it('does not log in again and again where a new session is refused as well', async () => {
    const one = client();
    jest.spyOn(fake.tokens, 'has').mockReturnValue(false);
    await expect(one.listApplications({ signal })).rejects.toMatchObject({
      kind: 'authentication',
    });
    expect(logins()).toBe(2);
  });

  it('tries a login that failed again at the next call', async () => {
    let password = 'wrong-password';
    const one = client({
      type: 'login',
      username: fake.account.username,
      password: { get: async () => password },
    });
    await expect(one.listApplications({ signal })).rejects.toMatchObject({
      kind: 'authentication',
    });
    password = fake.account.password;
    await expect(one.listApplications({ signal })).resolves.toHaveLength(1);
  });

  it('takes a token that was rotated', async () => {
    let token = 'fixed-token-0123456789';
    const one = client({ type: 'token', token: { get: async () => token } });
    await one.listApplications({ signal });
    fake.tokens.clear();
    fake.tokens.add('rotated-token-0123456789');
    token = 'rotated-token-0123456789';
    await expect(one.listApplications({ signal })).resolves.toHaveLength(1);
  });

  it('cannot be led to another API by a name', async () => {
    await client()
      .getApplication(
        { name: '../clusters', namespace: 'argocd', project: 'shop' },
        { signal },
      )
      .catch(() => {});
    expect(fake.requests.pop()).toBe('GET /api/v1/applications/..%2Fclusters');
    await expect(
      client().getApplication({ name: '..' }, { signal }),
    ).rejects.toThrow("'..' cannot be part");
  });

  it('knows a missing application by its project', async () => {
    const missing = { name: 'none', namespace: 'argocd', project: 'shop' };
    await expect(
      client().getApplication(missing, { signal }),
    ).resolves.toBeUndefined();
    await expect(
      client().getApplication({ ...missing, project: undefined }, { signal }),
    ).rejects.toMatchObject({ kind: 'permission' });
  });
});

describe('readStreamLine', () => {
  const change = '{"result":{"type":"ADDED","application":{"a":1}}}';
  const event = { type: 'event', change: 'ADDED', application: { a: 1 } };

  it.each([
    [change, event],
    [`data: ${change}`, event],
    [`data:${change}`, event],
    [':', { type: 'keepAlive' }],
    [': keep-alive', { type: 'keepAlive' }],
    ['event: message', undefined],
    ['id: 7', undefined],
  ])('%s', (line, expected) => {
    expect(readStreamLine(line)).toEqual(expected);
  });

  it.each([
    ['{"error":{"grpc_code":16,"message":"expired"}}', 'authentication'],
    ['{"error":{"grpc_code":7,"message":"denied"}}', 'permission'],
    ['{"error":{"grpc_code":4,"message":"deadline"}}', 'timeout'],
    ['{"error":{"http_code":503,"message":"closing"}}', 'unreachable'],
    ['{"error":{"message":"something"}}', 'unreachable'],
    ['<html>', 'protocol'],
    ['{"items":[]}', 'protocol'],
    ['null', 'protocol'],
  ])('%s is a failure of kind %s', (line, kind) => {
    expect(() => readStreamLine(line)).toThrow(
      expect.objectContaining({ name: 'SourceFailure', kind }),
    );
  });

  it('fails only as a SourceFailure, whatever the line', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), line => {
        let failure: unknown = new SourceFailure('protocol', 'none');
        try {
          readStreamLine(line);
        } catch (error) {
          failure = error;
        }
        expect(failure).toBeInstanceOf(SourceFailure);
      }),
    );
  });
});
