import { fleetQuery, formatFilters, parseFilters } from './fleetState';

describe('filters in the URL', () => {
  it('are the defaults where the URL says nothing', () => {
    const filters = parseFilters(new URLSearchParams());
    expect(filters).toEqual({
      scope: undefined,
      text: '',
      owners: [],
      systems: [],
      environments: [],
      states: [],
      sort: 'worst',
      limit: 50,
    });
    expect(formatFilters(filters).toString()).toBe('');
  });

  it('come back as they were written', () => {
    const text =
      'scope=all&text=pay&owner=group%3Adefault%2Fa&owner=group%3Adefault%2Fb' +
      '&system=shop&environment=production&state=degraded&state=stale' +
      '&sort=name&limit=100';
    const filters = parseFilters(new URLSearchParams(text));
    expect(formatFilters(filters).toString()).toBe(text);
  });

  it('leave out what they do not know', () => {
    const filters = parseFilters(
      new URLSearchParams('state=purple&sort=random&limit=7&scope=theirs'),
    );
    expect(filters).toMatchObject({
      states: [],
      sort: 'worst',
      limit: 50,
      scope: undefined,
    });
  });
});

describe('fleetQuery', () => {
  const filters = parseFilters(new URLSearchParams());

  it('asks for what the reader owns', () => {
    expect(fleetQuery(filters, ['user:default/a'], undefined)).toEqual({
      owners: ['user:default/a'],
      sort: 'worst',
      limit: 50,
    });
  });

  it('puts an owner that was chosen before the reader', () => {
    expect(
      fleetQuery(
        { ...filters, owners: ['group:default/b'] },
        ['user:default/a'],
        'c',
      ),
    ).toMatchObject({ owners: ['group:default/b'], cursor: 'c' });
  });
});
