import fc from 'fast-check';
import { formatImageReference, parseImageReference } from './imageReference';

const DIGEST = `sha256:${'a1'.repeat(32)}`;

describe('parseImageReference', () => {
  it.each([
    ['nginx', { repository: 'docker.io/library/nginx' }],
    ['nginx:1.27', { repository: 'docker.io/library/nginx', tag: '1.27' }],
    ['acme/web', { repository: 'docker.io/acme/web' }],
    ['docker.io/nginx', { repository: 'docker.io/library/nginx' }],
    ['index.docker.io/acme/web', { repository: 'docker.io/acme/web' }],
    ['ghcr.io/acme/web:v1', { repository: 'ghcr.io/acme/web', tag: 'v1' }],
    ['GHCR.io/acme/web', { repository: 'ghcr.io/acme/web' }],
    [
      'localhost:7140/acme/web:1.4.2',
      { repository: 'localhost:7140/acme/web', tag: '1.4.2' },
    ],
    ['localhost/web', { repository: 'localhost/web' }],
    [
      `ghcr.io/acme/web:v1@${DIGEST}`,
      { repository: 'ghcr.io/acme/web', tag: 'v1', digest: DIGEST },
    ],
    [
      `ghcr.io/acme/web@${DIGEST}`,
      { repository: 'ghcr.io/acme/web', digest: DIGEST },
    ],
    [
      'registry:5000',
      { repository: 'docker.io/library/registry', tag: '5000' },
    ],
    [' ghcr.io/a/b ', { repository: 'ghcr.io/a/b' }],
  ])('%s', (reference, expected) => {
    expect(parseImageReference(reference)).toEqual(expected);
  });

  it.each([
    '',
    ':tag',
    '@sha256:abc',
    'ghcr.io/Acme/Web',
    'ghcr.io/acme/web:',
    'ghcr.io/acme/web:a b',
    'ghcr.io/acme/web@sha256:short',
    `a@${DIGEST}@${DIGEST}`,
    'ghcr.io//web',
    'a b.c/web',
    'https://ghcr.io/acme/web',
    '${IMAGE}',
    '-web',
  ])('%j is none', reference => {
    expect(parseImageReference(reference)).toBeUndefined();
  });

  it('reads what it writes', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('ghcr.io', 'docker.io', 'localhost:5000', 'a.b:1'),
        fc.array(fc.stringMatching(/^[a-z0-9]+([._-][a-z0-9]+)?$/), {
          minLength: 2,
          maxLength: 3,
        }),
        fc.option(fc.stringMatching(/^\w[\w.-]{0,20}$/), { nil: undefined }),
        fc.option(fc.constant(DIGEST), { nil: undefined }),
        (host, path, tag, digest) => {
          const image = {
            repository: [host, ...path].join('/'),
            ...(tag ? { tag } : {}),
            ...(digest ? { digest } : {}),
          };
          expect(parseImageReference(formatImageReference(image))).toEqual(
            image,
          );
        },
      ),
    );
  });

  it('takes anything, and what it makes of it stays as it is', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.stringMatching(/^[a-z./:@-]{1,30}$/)),
        text => {
          const image = parseImageReference(text);
          expect(
            image && parseImageReference(formatImageReference(image)),
          ).toEqual(image);
        },
      ),
      { numRuns: 500 },
    );
  });
});
