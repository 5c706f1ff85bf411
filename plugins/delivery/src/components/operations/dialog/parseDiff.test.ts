import { parseDiff } from './parseDiff';

const kinds = (diff: string) => parseDiff(diff).map(({ kind }) => kind);

describe('parseDiff', () => {
  it('tells lines apart by what the hunk counts, not by their looks', () => {
    expect(
      kinds(
        [
          '--- a/values.yaml',
          '+++ b/values.yaml',
          '@@ -1,3 +1,3 @@',
          ' image:',
          '--- tag: 1.4.2',
          '+++ tag: 1.5.0',
          ' # end',
          '--- a/other.yaml',
          '+++ b/other.yaml',
          '@@ -1 +1 @@',
          '-a',
          '\\ No newline at end of file',
          '+b',
        ].join('\n'),
      ),
    ).toEqual([
      'header',
      'header',
      'hunk',
      'same',
      'removed',
      'added',
      'same',
      'header',
      'header',
      'hunk',
      'removed',
      'header',
      'added',
    ]);
  });

  it('keeps the signs', () => {
    expect(parseDiff('@@ -1 +1 @@\n-old\n+new\n').map(l => l.text)).toEqual([
      '@@ -1 +1 @@',
      '-old',
      '+new',
    ]);
  });

  it('shows what would turn the text around or hide in it', () => {
    expect(parseDiff('@@ -0,0 +1 @@\n+a\u202eb\u200bc\td')[1].text).toBe(
      '+a\\u202eb\\u200bc\td',
    );
  });

  it('makes nothing of what is no diff', () => {
    expect(parseDiff('')).toEqual([{ kind: 'header', text: '' }]);
    expect(kinds('+not\n-a diff')).toEqual(['header', 'header']);
  });
});
