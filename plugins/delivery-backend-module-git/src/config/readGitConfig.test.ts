import { ConfigReader } from '@backstage/config';
import fc from 'fast-check';
import { readGitConfig } from './readGitConfig';

const read = (git: unknown) =>
  readGitConfig(new ConfigReader({ delivery: { git } } as never));
const host = (entry: object) =>
  read({ hosts: [{ name: 'own', host: 'git.example.com', ...entry }] })
    .hosts[0];
const ssh = { privateKeyFile: '/run/key', knownHostsFile: '/run/known' };

describe('readGitConfig', () => {
  it('fills in what is not told', () => {
    expect(host({})).toMatchObject({
      name: 'own',
      host: 'git.example.com',
      pollMs: 60_000,
      commits: 1_000,
      directory: expect.stringMatching(/throughline-git-\d+\/own$/),
    });
    expect(host({}).remotes.urlOf('git.example.com/shop/api')).toBe(
      'https://git.example.com/shop/api.git',
    );
    expect(readGitConfig(new ConfigReader({})).hosts).toEqual([]);
  });

  it.each<[object, string, string]>([
    [
      { baseUrl: 'https://git.example.com/git/' },
      'git.example.com/shop/api',
      'https://git.example.com/git/shop/api.git',
    ],
    [
      { urlTemplate: 'https://git.example.com/scm/{path}' },
      'git.example.com/shop/a%20b',
      'https://git.example.com/scm/shop/a%20b',
    ],
    [
      { baseUrl: 'ssh://git@git.example.com:2222', ssh },
      'git.example.com/shop/api',
      'ssh://git@git.example.com:2222/shop/api.git',
    ],
    [
      { repositories: [{ url: 'https://git.example.com/Shop/API.git' }] },
      'git.example.com/shop/api',
      'https://git.example.com/Shop/API.git',
    ],
    [
      {
        repositories: [
          {
            repository: 'https://git.example.com/shop/api',
            url: 'https://mirror.example.com/x',
          },
        ],
      },
      'git.example.com/shop/api',
      'https://mirror.example.com/x',
    ],
  ])('%j leads %s to %s', (entry, identity, url) => {
    expect(host(entry).remotes.urlOf(identity)).toBe(url);
  });

  it('leads no name elsewhere, whatever it is', () => {
    const { remotes } = host({ baseUrl: 'https://git.example.com/git' });
    const odd = fc.constantFrom(
      '..',
      '.',
      '%2e%2e',
      '%2F',
      '\\',
      '',
      '?',
      '#',
      '@',
      ':',
      '-u',
      '\n',
      '%00',
      '$&',
      'a',
    );
    fc.assert(
      fc.property(
        fc.array(fc.oneof(odd, fc.string()), { minLength: 1 }),
        parts => {
          const url =
            remotes.urlOf(`git.example.com/${parts.join('/')}`) ??
            'https://git.example.com/git/none';
          const { origin, pathname, search, hash } = new URL(url);
          expect(origin).toBe('https://git.example.com');
          expect(pathname.startsWith('/git/')).toBe(true);
          expect(pathname).toBe(url.slice(origin.length));
          expect(decodeURIComponent(pathname)).not.toMatch(/\/\.\.?(\/|$)/);
          expect(search + hash).toBe('');
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('gives a credential to Git by its environment', async () => {
    const { access } = host({ username: 'u', password: 'the-password' });
    const settings = await access.settings('/nowhere');
    const basic = Buffer.from('u:the-password').toString('base64');
    expect(settings.config).toContainEqual([
      'http.extraHeader',
      `authorization: Basic ${basic}`,
    ]);
    expect(settings.config).toContainEqual(['http.followRedirects', 'false']);
    expect(settings.secrets).toEqual(
      expect.arrayContaining(['the-password', basic]),
    );
  });

  it('gives ssh nothing but the key and the hosts that are named', async () => {
    const { access } = host({ baseUrl: 'ssh://git@git.example.com', ssh });
    const { environment } = await access.settings('/nowhere');
    expect(environment.GIT_SSH_COMMAND).toContain("-i '/run/key'");
    expect(environment.GIT_SSH_COMMAND).toContain('StrictHostKeyChecking=yes');
    expect(environment.GIT_SSH_COMMAND).toContain(
      `'UserKnownHostsFile="/run/known"'`,
    );
  });

  it.each<[string, object, string]>([
    ['no name', { name: undefined }, '[0].name'],
    ['no host', { host: undefined }, '[0].host'],
    ['a URL as host', { host: 'https://a.io' }, '[0].host'],
    ['local files', { baseUrl: 'file:///srv/git' }, '[0].baseUrl'],
    ['programs', { urlTemplate: 'ext::sh {path}' }, '[0].urlTemplate'],
    [
      'no place for the path',
      { urlTemplate: 'https://a.io/' },
      '[0].urlTemplate',
    ],
    [
      'two ways',
      { urlTemplate: 'https://a.io/{path}', baseUrl: 'https://a.io' },
      '[0].urlTemplate',
    ],
    ['a password in the URL', { baseUrl: 'https://u:p@a.io' }, '[0].baseUrl'],
    [
      'an option as user',
      { baseUrl: 'ssh://-oProxyCommand=x@a.io', ssh },
      '[0].baseUrl',
    ],
    ['half of a pair', { username: 'u' }, '[0].password'],
    [
      'ssh without a key',
      { baseUrl: 'ssh://git@a.io' },
      '[0].ssh.privateKeyFile',
    ],
    [
      'ssh without known hosts',
      { baseUrl: 'ssh://git@a.io', ssh: { privateKeyFile: '/k' } },
      '[0].ssh.knownHosts',
    ],
    [
      'ssh with a password',
      { baseUrl: 'ssh://git@a.io', ssh, password: 'p' },
      '[0].password',
    ],
    ['ssh that is not used', { ssh }, '[0].ssh'],
    [
      'a shell in a file name',
      { baseUrl: 'ssh://git@a.io', ssh: { ...ssh, privateKeyFile: "/k'; rm" } },
      '[0].ssh.privateKeyFile',
    ],
    ['a folder that is none', { directory: 'mirrors' }, '[0].directory'],
    ['too few commits', { commits: 0 }, '[0].commits'],
    ['too short a time', { pollEvery: '1s' }, '[0].pollEvery'],
    [
      'a repository of another host',
      { repositories: [{ url: 'https://b.io/a/b' }] },
      '[0].repositories[0].repository',
    ],
    [
      'a repository twice',
      {
        repositories: [
          { url: 'https://git.example.com/a/b' },
          { url: 'https://git.example.com/A/b.git' },
        ],
      },
      '[0].repositories[1]',
    ],
    [
      'another name in the certificate',
      { tls: { serverName: 'x' } },
      '[0].tls.serverName',
    ],
  ])('refuses %s', (_, entry, key) => {
    expect(() => host(entry)).toThrow(`'delivery.git.hosts${key}'`);
  });

  it('refuses two sources of one host, and a webhook without a secret', () => {
    expect(() =>
      read({
        hosts: [
          { name: 'a', host: 'a.io' },
          { name: 'b', host: 'A.io' },
        ],
      }),
    ).toThrow('delivery.git.hosts[1].host');
    expect(() => read({ webhook: {} })).toThrow('delivery.git.webhook.secret');
  });
});
