import { ConfigReader } from '@backstage/config';
import { readArgocdInstances } from './readArgocdInstances';

const KEY = 'delivery.argocd.instances';
const good = {
  name: 'prod',
  url: 'https://argocd.example.test/',
  token: 'abc',
};
const read = (...instances: object[]) =>
  readArgocdInstances(
    new ConfigReader({ delivery: { argocd: { instances } } } as never),
  );

describe('readArgocdInstances', () => {
  it('reads nothing where nothing is configured', () => {
    expect(readArgocdInstances(new ConfigReader({}))).toEqual([]);
  });

  it('reads an instance with its defaults', async () => {
    const [instance] = read(good);
    expect(instance).toMatchObject({
      name: 'prod',
      title: 'prod',
      url: 'https://argocd.example.test',
      resyncMs: 300_000,
      unverified: false,
    });
    expect(instance.credentials).toMatchObject({ type: 'token' });
  });

  it('reads everything that can be said', () => {
    expect(
      read({
        ...good,
        token: undefined,
        username: 'throughline',
        password: 'secret',
        title: 'Production',
        namespaces: ['a'],
        projects: ['b'],
        selector: 'team=shop',
        resyncEvery: { minutes: 2 },
        tls: { insecureSkipVerify: true },
      }),
    ).toEqual([
      {
        name: 'prod',
        title: 'Production',
        url: 'https://argocd.example.test',
        credentials: {
          type: 'login',
          username: 'throughline',
          password: expect.anything(),
        },
        namespaces: ['a'],
        projects: ['b'],
        selector: 'team=shop',
        resyncMs: 120_000,
        http: expect.anything(),
        unverified: true,
      },
    ]);
  });

  it.each<[string, object[], string, RegExp]>([
    ['no name', [{ ...good, name: undefined }], '[0].name', /missing/],
    ['a bad name', [{ ...good, name: 'a b' }], '[0].name', /not a name/],
    [
      'two of one name',
      [good, { ...good, url: 'https://b' }],
      '[1].name',
      /also the name of/,
    ],
    ['no URL', [{ ...good, url: undefined }], '[0].url', /missing/],
    ['no real URL', [{ ...good, url: 'argocd' }], '[0].url', /not a URL/],
    ['another scheme', [{ ...good, url: 'grpc://a' }], '[0].url', /scheme/],
    ['no token', [{ ...good, token: undefined }], '[0].token', /missing/],
    ['an empty token', [{ ...good, token: '  ' }], '[0].token', /empty/],
    ['two tokens', [{ ...good, tokenFile: '/x' }], '[0].token', /both/],
    [
      'a token and an account',
      [{ ...good, username: 'a', password: 'b' }],
      '[0]',
      /both a token and an account/,
    ],
    [
      'an account without password',
      [{ ...good, token: undefined, username: 'a' }],
      '[0].password',
      /missing beside the username/,
    ],
    [
      'a password without account',
      [{ ...good, token: undefined, password: 'b' }],
      '[0].username',
      /missing beside the password/,
    ],
    [
      'no namespace at all',
      [{ ...good, namespaces: [] }],
      '[0].namespaces',
      /collect nothing/,
    ],
    [
      'no duration',
      [{ ...good, resyncEvery: 'often' }],
      '[0].resyncEvery',
      /not a duration/,
    ],
    [
      'a hurry',
      [{ ...good, resyncEvery: { seconds: 1 } }],
      '[0].resyncEvery',
      /shorter than 30 seconds/,
    ],
    [
      'half a client certificate',
      [{ ...good, tls: { certFile: '/x' } }],
      '[0].tls.keyFile',
      /missing/,
    ],
    ['no real proxy', [{ ...good, proxy: 'a:1' }], '[0].proxy', /not an http/],
    [
      'certificates that do not count',
      [{ ...good, tls: { caFile: '/x', insecureSkipVerify: true } }],
      '[0].tls',
      /no effect/,
    ],
  ])('refuses %s, with the key and how to mend it', (_, list, at, problem) => {
    expect(() => read(...list)).toThrow(`Invalid config at '${KEY}${at}'`);
    expect(() => read(...list)).toThrow(problem);
  });
});
