import { parseChangedFiles } from './parseChangedFiles';

const oid = (char: string) => char.repeat(40);

describe('parseChangedFiles', () => {
  it('reads additions, deletions, renames and binary files', () => {
    const output = [
      `:000000 100644 ${oid('0')} ${oid('a')} A`,
      'new file.ts',
      `:100644 000000 ${oid('b')} ${oid('0')} D`,
      'gone.ts',
      `:100644 100644 ${oid('c')} ${oid('d')} R087`,
      'old.ts',
      'moved.ts',
      `:100644 100644 ${oid('e')} ${oid('f')} M`,
      'logo.png',
      '3\t0\tnew file.ts',
      '0\t9\tgone.ts',
      '2\t1\t',
      'old.ts',
      'moved.ts',
      '-\t-\tlogo.png',
      '',
    ].join('\0');
    expect(parseChangedFiles(output)).toEqual([
      {
        path: 'new file.ts',
        status: 'added',
        additions: 3,
        deletions: 0,
        blob: oid('a'),
      },
      {
        path: 'gone.ts',
        status: 'removed',
        additions: 0,
        deletions: 9,
        blob: null,
      },
      {
        path: 'moved.ts',
        previousPath: 'old.ts',
        status: 'renamed',
        additions: 2,
        deletions: 1,
        blob: oid('d'),
      },
      {
        path: 'logo.png',
        status: 'modified',
        additions: 0,
        deletions: 0,
        blob: oid('f'),
      },
    ]);
  });
});
