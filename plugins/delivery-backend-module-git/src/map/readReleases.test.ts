import { readReleases, versionOf } from './readReleases';

describe('versionOf', () => {
  it.each([
    ['1.4.2', false],
    ['v1.4.2', false],
    ['1.4', false],
    ['2026.11.25', false],
    ['v2.0.0-rc.1', true],
    ['1.0.0+build.5', false],
    ['1.0.0-beta+build.5', true],
    ['checkout/v1.2.3', false],
    ['@acme/checkout@1.2.3', false],
    ['release-1.2', false],
    ['api_v1.2.3', false],
    ['1.2.3.4', false],
  ])('%s', (tag, prerelease) => {
    expect(versionOf(tag)).toEqual({ prerelease });
  });

  it.each([
    'nightly',
    'latest',
    '1',
    'v1',
    '1.2.3.4.5',
    'v1.x',
    '',
    '1.2.',
    'build-77',
    'before-refactoring',
  ])('%s is none', tag => {
    expect(versionOf(tag)).toBeUndefined();
  });

  it('takes no long time for any name', () => {
    const began = performance.now();
    for (const part of ['a-', 'a/', '1.', 'a@', '1-']) {
      versionOf(`${part.repeat(50_000)}x`);
    }
    expect(performance.now() - began).toBeLessThan(1_000);
  });
});

describe('readReleases', () => {
  const sha = 'a'.repeat(40);

  it('leaves out what is no commit, no version or of no date', () => {
    expect(
      readReleases('h/r', [
        { type: 'tag', name: '1.0', at: 1 },
        { type: 'tag', name: 'nightly', sha, at: 1 },
        { type: 'tag', name: '1.1', sha, at: NaN },
        { type: 'branch', name: '1.2', sha, at: 1 },
      ]),
    ).toEqual([]);
  });

  it('keeps the newest, newest first', () => {
    const refs = Array.from({ length: 300 }, (_, index) => ({
      type: 'tag' as const,
      name: `1.${index}`,
      sha,
      at: index,
    }));
    const releases = readReleases('h/r', refs);
    expect(releases).toHaveLength(200);
    expect(releases[0].tag).toBe('1.299');
  });
});
