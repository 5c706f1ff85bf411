import fc from 'fast-check';
import { isDeliveryAvailable } from './annotations';
import { parseTrailers } from './trailers';

describe('parseTrailers', () => {
  it('reads the last paragraph', () => {
    expect(
      parseTrailers(
        [
          'Deploy checkout 1.4.2',
          '',
          'Note: this is prose',
          '',
          'Argocd-reference-commit-sha: abc123',
          'Co-authored-by: Ada <ada@example.test>',
          'Co-authored-by: Grace <grace@example.test>',
          '',
        ].join('\n'),
      ),
    ).toEqual({
      'argocd-reference-commit-sha': ['abc123'],
      'co-authored-by': [
        'Ada <ada@example.test>',
        'Grace <grace@example.test>',
      ],
    });
  });

  it('reads messages with carriage returns', () => {
    expect(parseTrailers('Subject\r\n\r\nKey: value\r\n')).toEqual({
      key: ['value'],
    });
  });

  it.each(['', 'Key: value', 'Subject\nKey: value', 'Subject\n\nno trailer'])(
    'finds none in %j',
    message => {
      expect(parseTrailers(message)).toEqual({});
    },
  );

  it('takes names that objects have for nothing special', () => {
    const trailers = parseTrailers('Subject\n\nconstructor: a\n__proto__: b');
    expect(trailers.constructor).toEqual(['a']);
  });

  it('reads what was written, and anything at all', () => {
    const value = fc
      .string({ minLength: 1 })
      .map(text => text.replace(/\s+/g, ' ').trim())
      .filter(Boolean);
    fc.assert(
      fc.property(
        fc.string(),
        fc.stringMatching(/^[A-Z][a-z]{1,8}(-[a-z]{1,5})?$/),
        value,
        (subject, key, text) => {
          expect(
            parseTrailers(`${subject}x\n\n${key}: ${text}`)[key.toLowerCase()],
          ).toEqual([text]);
        },
      ),
    );
  });
});

it.each([
  ['Component', true],
  ['resource', true],
  ['API', true],
  ['Group', false],
])('a %s can have a delivery page: %s', (kind, expected) => {
  expect(isDeliveryAvailable({ kind })).toBe(expected);
});
