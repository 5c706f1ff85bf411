import fc from 'fast-check';
import { repositoryIdentity } from './repositoryUrl';

describe('repositoryIdentity', () => {
  it.each([
    'https://github.com/Acme/Shop',
    'https://github.com/Acme/Shop.git',
    'https://github.com/acme/shop.git/',
    'https://github.com/acme/shop/',
    'https://ada:token@github.com/acme/shop.git',
    'https://github.com:443/acme/shop',
    'http://github.com/acme/shop?x=1#y',
    'git@github.com:Acme/Shop.git',
    'github.com:acme/shop',
    'ssh://git@github.com:22/acme/shop.git',
    'git://github.com/acme/shop',
    'git+https://github.com/acme/shop.git',
    'url:https://github.com/acme/shop',
    '  https://GITHUB.com/acme/shop  ',
  ])('%s is github.com/acme/shop', url => {
    expect(repositoryIdentity(url)).toBe('github.com/acme/shop');
  });

  it.each([
    ['https://git.example.test:8443/a/b', 'git.example.test:8443/a/b'],
    [
      'https://gitlab.com/group/sub/project.git',
      'gitlab.com/group/sub/project',
    ],
    ['http://localhost:7110/acme/gitops', 'localhost:7110/acme/gitops'],
  ])('%s is %s', (url, identity) => {
    expect(repositoryIdentity(url)).toBe(identity);
  });

  it.each([
    '',
    'shop',
    'acme/shop',
    'https://github.com',
    'https://github.com/',
    'https://',
    'https://github.com/.git',
    'file:///srv/git/shop',
    'oops: not a url',
    'git@github.com:',
  ])('%j is none', url => {
    expect(repositoryIdentity(url)).toBeUndefined();
  });

  it('never holds credentials, and is the same of itself', () => {
    const word = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,12}$/);
    fc.assert(
      fc.property(
        fc.constantFrom('https://', 'http://', 'ssh://', 'git+https://'),
        fc.stringMatching(/^[a-z][a-z0-9]{8,12}$/),
        fc.array(word, { minLength: 1, maxLength: 4 }),
        fc.constantFrom('', '.git', '/', '.git/'),
        (scheme, secret, path, suffix) => {
          const identity = repositoryIdentity(
            `${scheme}x:${secret}@host.example.test/${path.join('/')}${suffix}`,
          );
          expect(identity ?? '').not.toContain(`${secret}@`);
          expect(identity && repositoryIdentity(`https://${identity}`)).toBe(
            identity,
          );
        },
      ),
    );
  });

  it('takes anything without failing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        const identity = repositoryIdentity(text);
        expect(identity).not.toBe('');
      }),
    );
  });
});
