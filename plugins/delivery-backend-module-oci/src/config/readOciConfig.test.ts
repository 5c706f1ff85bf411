import { ConfigReader } from '@backstage/config';
import { readOciConfig } from './readOciConfig';

const read = (oci: unknown) =>
  readOciConfig(new ConfigReader({ delivery: { oci } } as never));

describe('readOciConfig', () => {
  it('fills in what is not told', () => {
    expect(
      read({ registries: [{ name: 'hub', host: 'Docker.io' }] }).registries,
    ).toEqual([
      {
        name: 'hub',
        host: 'docker.io',
        url: 'https://registry-1.docker.io',
        credentials: { type: 'anonymous' },
        http: expect.anything(),
        pollMs: 60_000,
        verifyMs: 1_800_000,
        newestTags: 25,
      },
    ]);
    expect(readOciConfig(new ConfigReader({})).registries).toEqual([]);
  });

  it('reads every option', async () => {
    const { registries, webhookSecrets } = read({
      registries: [
        {
          name: 'own',
          host: 'registry.example.com:5000',
          url: 'http://registry.internal:5000/',
          username: 'reader',
          password: 'pass',
          pollEvery: '10s',
          verifyEvery: { minutes: 5 },
          newestTags: 3,
        },
        { name: 'token', host: 'ghcr.io', token: 'abc' },
      ],
      webhook: { secret: 's3cret' },
    });
    expect(registries[0]).toMatchObject({
      url: 'http://registry.internal:5000',
      credentials: { type: 'basic', username: 'reader' },
      pollMs: 10_000,
      verifyMs: 300_000,
      newestTags: 3,
    });
    expect(registries[1].credentials).toMatchObject({ type: 'token' });
    expect(await webhookSecrets[0].get()).toBe('s3cret');
  });

  it.each<[string, unknown, string]>([
    ['no name', { host: 'a.io' }, 'delivery.oci.registries[0].name'],
    ['no host', { name: 'a' }, 'delivery.oci.registries[0].host'],
    ['a URL as host', { name: 'a', host: 'https://a.io' }, '[0].host'],
    ['a bad URL', { name: 'a', host: 'a.io', url: 'a.io' }, '[0].url'],
    [
      'half of a pair',
      { name: 'a', host: 'a.io', username: 'u' },
      '[0].password',
    ],
    [
      'two ways',
      { name: 'a', host: 'a.io', token: 't', username: 'u', password: 'p' },
      '[0].token',
    ],
    [
      'two tokens',
      { name: 'a', host: 'a.io', token: 't', identityToken: 'i' },
      '[0].token',
    ],
    [
      'half of a client certificate',
      { name: 'a', host: 'a.io', tls: { certFile: '/c' } },
      '[0].tls.keyFile',
    ],
    [
      'a bad time',
      { name: 'a', host: 'a.io', pollEvery: 'often' },
      '[0].pollEvery',
    ],
    [
      'too short a time',
      { name: 'a', host: 'a.io', pollEvery: '1s' },
      '[0].pollEvery',
    ],
    [
      'a bad number',
      { name: 'a', host: 'a.io', newestTags: -1 },
      '[0].newestTags',
    ],
  ])('refuses %s', (_, registry, key) => {
    expect(() => read({ registries: [registry] })).toThrow(key);
  });

  it.each(['docker.io', 'index.docker.io', 'Registry-1.docker.io'])(
    'knows Docker Hub as %s',
    host => {
      expect(
        read({ registries: [{ name: 'hub', host }] }).registries[0],
      ).toEqual(
        expect.objectContaining({
          host: 'docker.io',
          url: 'https://registry-1.docker.io',
        }),
      );
    },
  );

  it('refuses two registries of one host', () => {
    expect(() =>
      read({
        registries: [
          { name: 'a', host: 'a.io' },
          { name: 'b', host: 'A.io' },
        ],
      }),
    ).toThrow('delivery.oci.registries[1].host');
  });

  it('refuses a webhook without a secret', () => {
    expect(() => read({ webhook: {} })).toThrow('delivery.oci.webhook.secret');
  });
});
