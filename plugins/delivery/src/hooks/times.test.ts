import { formatAge, formatDuration, formatExact } from './times';

const now = Date.parse('2026-11-23T12:00:00Z');

describe('formatAge', () => {
  it.each([
    ['2026-11-23T11:59:31Z', 'now'],
    ['2026-11-23T11:48:00Z', '12 min ago'],
    ['2026-11-23T09:10:00Z', '2 hr ago'],
    ['2026-11-22T11:00:00Z', 'yesterday'],
    ['2026-11-18T12:00:00Z', '5 days ago'],
    ['2026-08-01T12:00:00Z', '3 mo ago'],
  ])('says of %s that it was %s', (iso, age) => {
    expect(formatAge(iso, now, 'en')).toBe(age);
  });

  it('is never negative, whatever the clocks say', () => {
    expect(formatAge('2026-11-23T12:00:45Z', now, 'en')).toBe('now');
  });

  it('follows the language of the portal', () => {
    expect(formatAge('2026-11-23T11:48:00Z', now, 'de')).toBe('vor 12 Min');
  });

  it('does not make up an age for what is no time', () => {
    expect(formatAge('yesterday-ish', now)).toBeUndefined();
  });
});

describe('formatDuration', () => {
  it.each([
    ['2026-11-23T12:00:00Z', '2026-11-23T12:00:00.2Z', '0s'],
    ['2026-11-23T12:00:00Z', '2026-11-23T12:04:36Z', '4m 36s'],
    ['2026-11-23T12:00:00Z', '2026-11-24T15:00:09Z', '1d 3h'],
    ['2026-11-23T12:00:00Z', '2026-11-23T11:59:00Z', undefined],
    ['2026-11-23T12:00:00Z', undefined, undefined],
    ['nonsense', '2026-11-23T12:00:00Z', undefined],
  ])('from %s to %s is %s', (from, to, text) => {
    expect(formatDuration(from, to)).toBe(text);
  });
});

describe('formatExact', () => {
  it('gives the whole time with its zone', () => {
    expect(formatExact('2026-11-23T12:00:00Z', 'en')).toMatch(
      /November 23, 2026.*:00:00.*\S+$/,
    );
  });
});
