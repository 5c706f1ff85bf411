import fc from 'fast-check';
import { selectTags } from './selectTags';
import { compareVersions, parseVersion } from './version';

describe('selectTags', () => {
  it('takes the newest by version, a release before its candidates', () => {
    const { tags } = selectTags(
      ['1.9.0', 'v1.10.0', '1.10.0-rc.2', '1.10.0-rc.10', '0.1', '1.2.3'],
      [],
      3,
    );
    expect(tags).toEqual(['v1.10.0', '1.10.0-rc.10', '1.10.0-rc.2']);
  });

  it('takes what runs, if it is there', () => {
    expect(selectTags(['1.0.0', '2.0.0'], ['1.0.0', '3.0.0'], 1).tags).toEqual([
      '1.0.0',
      '2.0.0',
    ]);
    expect(selectTags(['1.0.0', '2.0.0'], ['1.0.0'], 0).tags).toEqual([
      '1.0.0',
    ]);
  });

  it('leaves out what tools write beside images', () => {
    const companion = `sha256-${'a'.repeat(64)}`;
    expect(
      selectTags([companion, `${companion}.sig`, 'latest'], [], 5).tags,
    ).toEqual(['latest']);
  });

  it('compares names that move, and not those that are given once', () => {
    const { movable } = selectTags(
      ['latest', 'main', '1.0.0', 'sha-0123abc', '0123456789abcdef', 'preview'],
      ['preview'],
      10,
    );
    expect(movable).toEqual(['preview', 'latest', 'main']);
  });

  it('chooses only what exists, each once and not too many, whatever the tags are', () => {
    const tag = fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,20}$/);
    fc.assert(
      fc.property(
        fc.uniqueArray(tag),
        fc.array(tag),
        fc.nat(30),
        (all, running, newest) => {
          const { tags, movable } = selectTags(all, running, newest);
          expect(new Set(tags).size).toBe(tags.length);
          expect(tags.every(one => all.includes(one))).toBe(true);
          expect(movable.every(one => tags.includes(one))).toBe(true);
          expect(tags.length).toBeLessThanOrEqual(
            running.length + 2 * newest + 5,
          );
        },
      ),
    );
  });

  it('orders versions totally', () => {
    const version = fc
      .stringMatching(/^v?[0-9]{1,3}(\.[0-9]{1,3}){0,2}(-[a-z0-9.]{1,6})?$/)
      .map(text => parseVersion(text))
      .filter(value => value !== undefined);
    fc.assert(
      fc.property(version, version, version, (a, b, c) => {
        expect(Math.sign(compareVersions(a, b))).toBe(
          -Math.sign(compareVersions(b, a)) || 0,
        );
        const inOrder =
          compareVersions(a, b) <= 0 && compareVersions(b, c) <= 0;
        expect(!inOrder || compareVersions(a, c) <= 0).toBe(true);
      }),
    );
  });
});
