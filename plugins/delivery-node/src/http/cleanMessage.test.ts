import fc from 'fast-check';
import { cleanMessage } from './cleanMessage';

// eslint-disable-next-line no-control-regex
const UNFIT = /[\u0000-\u001f\u007f\u202a-\u202e\u2066-\u2069]/;

describe('cleanMessage', () => {
  it.each([
    ['Authorization: Bearer abcdefgh12345', 'abcdefgh12345'],
    ['Basic dXNlcjpwYXNz==', 'dXNlcjpwYXNz'],
    ['token ghp_abcdefghij1234567890', 'ghp_abcdefghij1234567890'],
    ['glpat-abcdefghij1234567890 leaked', 'glpat-abcdefghij'],
    ['jwt eyJhbGciOi.eyJzdWIiOi.c2lnbmF0dXJl', 'eyJhbGciOi'],
    ['https://user:hunter2@git.example.test/x', 'hunter2'],
    ['GET /x?access_token=abc123&y=1', 'abc123'],
    ['password=hunter2', 'hunter2'],
  ])('%s loses its secret', (text, secret) => {
    expect(cleanMessage(text)).not.toContain(secret);
    expect(cleanMessage(text)).toContain('[removed]');
  });

  it('leaves ordinary words alone', () => {
    const text = 'The token is not valid for https://git.example.test/a@b';
    expect(cleanMessage(text)).toBe(text);
  });

  it('gives one bounded line without control or direction characters', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary', maxLength: 600 }),
          fc.string({ maxLength: 30_000, size: 'max' }),
        ),
        fc.integer({ min: 1, max: 400 }),
        (text, maxLength) => {
          const clean = cleanMessage(text, maxLength);
          expect(clean.length).toBeLessThanOrEqual(maxLength);
          expect(clean).not.toMatch(UNFIT);
          expect(clean).toBe(clean.trim());
        },
      ),
    );
  });

  it('cuts no character in two', () => {
    const clean = cleanMessage('🚀'.repeat(100), 10);
    expect(() => encodeURIComponent(clean)).not.toThrow();
  });
});
