import { ConfigReader } from '@backstage/config';
import { readGithubConfig } from './readGithubConfig';
import { readHosts } from './readHosts';

const read = (github: unknown) =>
  readGithubConfig(new ConfigReader({ delivery: { github } } as never));

describe('readGithubConfig', () => {
  it('fills in what is not told', () => {
    expect(readGithubConfig(new ConfigReader({}))).toEqual({
      pollMs: 60_000,
      budget: 0.25,
      history: { commits: 1_000, windowMs: 90 * 86_400_000 },
      write: false,
      operations: false,
      webhook: { secrets: [], organizationHooks: [] },
    });
  });

  it('reads every option', async () => {
    const config = read({
      pollEvery: '30s',
      budget: 0.5,
      history: { commits: 200, period: { days: 30 } },
      webhook: {
        secret: 'one',
        secrets: ['two'],
        organizationHooks: [{ organization: 'acme', hookId: 12 }],
      },
    });
    expect(config).toMatchObject({
      pollMs: 30_000,
      budget: 0.5,
      history: { commits: 200, windowMs: 30 * 86_400_000 },
      webhook: {
        organizationHooks: [
          { host: 'github.com', organization: 'acme', hookId: 12 },
        ],
      },
    });
    const { secrets } = config.webhook;
    expect(await Promise.all(secrets.map(one => one.get()))).toEqual([
      'one',
      'two',
    ]);
  });

  it.each<[object, string]>([
    [{ budget: 0 }, 'delivery.github.budget'],
    [{ budget: 25 }, 'delivery.github.budget'],
    [{ pollEvery: 'often' }, 'delivery.github.pollEvery'],
    [{ history: { commits: 1 } }, 'delivery.github.history.commits'],
    [{ history: { period: '1h' } }, 'delivery.github.history.period'],
    [{ webhook: {} }, 'delivery.github.webhook.secret'],
    [{ webhook: { secrets: [' '] } }, 'delivery.github.webhook.secrets[0]'],
    [
      { webhook: { secret: 'a', organizationHooks: [{ organization: 'a' }] } },
      'organizationHooks[0].hookId',
    ],
    [
      { webhook: { secret: 'a', organizationHooks: [{ hookId: 1 }] } },
      'organizationHooks[0].organization',
    ],
  ])('refuses %j', (github, key) => {
    expect(() => read(github)).toThrow(key);
  });
});

describe('readHosts', () => {
  const hosts = (github: unknown[]) =>
    readHosts(new ConfigReader({ integrations: { github } } as never));

  it('makes a source of each host that is written there', () => {
    expect(
      hosts([
        { host: 'github.com', token: 'abc' },
        {
          host: 'ghe.example.com:8443',
          apiBaseUrl: 'https://ghe.example.com:8443/api/v3',
          token: 'abc',
        },
      ]),
    ).toEqual([
      {
        host: 'github.com',
        sourceId: 'github:github.com',
        apiUrl: 'https://api.github.com',
        graphqlUrl: 'https://api.github.com/graphql',
        webUrl: 'https://github.com',
      },
      {
        host: 'ghe.example.com:8443',
        sourceId: 'github:ghe.example.com-8443',
        apiUrl: 'https://ghe.example.com:8443/api/v3',
        graphqlUrl: 'https://ghe.example.com:8443/api/graphql',
        webUrl: 'https://ghe.example.com:8443',
      },
    ]);
    expect(readHosts(new ConfigReader({}))).toEqual([]);
  });

  it('says of a host without credentials that it cannot be collected', () => {
    expect(hosts([{ host: 'github.com' }])).toMatchObject([
      { unavailable: expect.stringContaining('neither a token nor an App') },
    ]);
  });
});

describe.each(['write', 'operations'] as const)('%s', key => {
  it.each([
    [true, true],
    [false, false],
    [undefined, false],
    [['github.com/acme/gitops', 'ghe.acme.example:8443/a/deploy-*']],
  ])('%p is taken', (value, expected = value) => {
    expect(read({ [key]: value })[key]).toEqual(expected);
  });

  it.each([['yes'], [[]], [['acme/gitops']], [[5]], [['github.com/acme/']]])(
    '%p is refused with its key',
    value => {
      expect(() => read({ [key]: value })).toThrow(`delivery.github.${key}`);
    },
  );
});
