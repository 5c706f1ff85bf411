import {
  formatFilters,
  isFiltered,
  operationsQuery,
  pageQuery,
  parseFilters,
} from './operationsState';

const parse = (text: string) => parseFilters(new URLSearchParams(text));

describe('filters of the log in the URL', () => {
  it('come back as they were written', () => {
    const text =
      'text=1.5.0&type=sync&type=promote&state=failed&environment=production' +
      '&actor=user%3Adefault%2Fmira&from=2026-11-20&to=2026-11-23';
    expect(formatFilters(parse(text)).toString()).toBe(text);
    expect(isFiltered(parse(text))).toBe(true);
  });

  it('leave out what they do not know', () => {
    const filters = parse('type=explode&state=purple&from=yesterday');
    expect(formatFilters(filters).toString()).toBe('');
    expect(isFiltered(filters)).toBe(false);
    expect(operationsQuery(filters)).toEqual({});
  });
});

describe('the question', () => {
  it('takes days whole, in the reader’s time zone', () => {
    const { from, to } = operationsQuery(
      parse('from=2026-11-20&to=2026-11-20'),
    );
    expect(Date.parse(to!) - Date.parse(from!)).toBe(24 * 60 * 60_000 - 1);
    expect(new Date(from!).getHours()).toBe(0);
    expect(from).toMatch(/Z$/);
  });

  it('asks for nothing where a day is none', () => {
    expect(operationsQuery(parse('from=2026-13-45'))).toEqual({});
  });

  it('adds the page', () => {
    expect(pageQuery(parse('text=a'), 'c')).toEqual({
      text: 'a',
      limit: 50,
      cursor: 'c',
    });
  });
});
