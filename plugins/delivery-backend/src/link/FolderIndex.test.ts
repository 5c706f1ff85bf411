import fc from 'fast-check';
import { FolderIndex, placeKey } from './FolderIndex';

const at = (path: string, ...files: string[]) => [
  { repository: 'host/gitops', path, files },
];
const key = (path: string) => placeKey('host/gitops', path);

describe('FolderIndex', () => {
  it('counts who is made from the same folder, from within it or from around it', () => {
    const index = new FolderIndex();
    expect(index.set('a', at('apps/x'))).toEqual(new Set());
    expect(index.set('b', at('apps/x'))).toEqual(new Set(['a']));
    expect(index.set('c', at('apps/x/dev'))).toEqual(new Set(['a', 'b']));
    expect(index.set('d', at('apps/xyz'))).toEqual(new Set());
    expect(
      index.set('e', [{ repository: 'host/other', path: 'apps/x' }]),
    ).toEqual(new Set());
    expect(index.usersOf('a')).toEqual({ [key('apps/x')]: 3 });
    expect(index.usersOf('c')).toEqual({ [key('apps/x/dev')]: 3 });
    expect(index.usersOf('d')).toBeUndefined();
    expect(index.delete('b')).toEqual(new Set(['a', 'c']));
    expect(index.usersOf('a')).toEqual({ [key('apps/x')]: 2 });
  });

  it('counts who reads the same file', () => {
    const index = new FolderIndex();
    index.set('a', at('chart', 'values/dev.yaml', 'values/all.yaml'));
    index.set('b', at('chart', 'values/prod.yaml', 'values/all.yaml'));
    expect(index.usersOf('a')).toEqual({
      [key('chart')]: 2,
      [key('values/all.yaml')]: 2,
    });
  });

  it('touches nobody where nothing moved', () => {
    const index = new FolderIndex();
    index.set('a', at('x'));
    index.set('b', at('x'));
    expect(index.set('a', at('x'))).toEqual(new Set());
  });

  it('stays quick where thousands are made from one folder', () => {
    const index = new FolderIndex();
    let touched = 0;
    for (let number = 0; number < 3000; number++) {
      touched += index.set(`t${number}`, at('chart')).size;
    }
    expect(touched).toBeLessThan(2000);
    expect(index.usersOf('t7')).toEqual({ [key('chart')]: 50 });
  });

  it('tells of everyone whose count changed', () => {
    const path = fc.constantFrom('', 'a', 'a/b', 'a/b/c', 'a/d', 'ab');
    const step = fc.record({
      id: fc.constantFrom('1', '2', '3', '4', '5'),
      path: fc.option(path),
      file: fc.option(fc.constantFrom('f', 'g')),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), steps => {
        const index = new FolderIndex();
        const ids = ['1', '2', '3', '4', '5'];
        for (const { id, path: folder, file } of steps) {
          const count = () =>
            new Map(ids.map(each => [each, index.usersOf(each)]));
          const before = count();
          const touched =
            folder === null
              ? index.delete(id)
              : index.set(id, at(folder, ...(file ? [file] : [])));
          for (const each of [id, ...touched]) {
            before.delete(each);
          }
          const after = count();
          expect([...before]).toEqual(
            [...before.keys()].map(each => [each, after.get(each)]),
          );
        }
      }),
    );
  });
});
