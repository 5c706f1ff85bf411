import { RevisionTable } from './RevisionTable';

const facts = (uid: string, revision: number, active = true) => ({
  uid,
  owner: 'w',
  revision: {
    name: uid,
    revision,
    earlier: [],
    createdAt: '2026-11-01T08:00:00Z',
    fingerprint: uid,
    images: [],
    active,
  },
});

describe('RevisionTable', () => {
  it('says whose revision changed, and of one that did not, nobody', () => {
    const table = new RevisionTable();
    expect(table.apply(facts('a', 1))).toBe('w');
    expect(table.apply(facts('a', 1))).toBeUndefined();
    expect(table.apply(facts('a', 2))).toBe('w');
    expect(table.ownerOf('a')).toBe('w');
    expect(table.remove('a')).toBe('w');
    expect(table.remove('a')).toBeUndefined();
    expect(table.workloads()).toEqual([]);
  });

  it('forgets a revision that has no pods any more', () => {
    const table = new RevisionTable();
    table.apply(facts('a', 1, false));
    expect(table.ownerOf('a')).toBeUndefined();
    expect(table.remove('a')).toBe('w');
  });

  it('keeps a dozen, the newest', () => {
    const table = new RevisionTable();
    for (let number = 1; number <= 15; number++) {
      table.apply(facts(`r${number}`, number));
    }
    expect(table.revisionsOf('w').map(({ revision }) => revision)).toEqual([
      4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
    ]);
  });

  it('keeps of a workload without history who may have pods, also in its successor', () => {
    const table = new RevisionTable();
    table.apply(facts('old', 1, false));
    table.apply(facts('new', 2));
    table.dropHistory('w');
    expect(table.revisionsOf('w')).toEqual([]);
    expect(table.controllersOf('w')).toEqual(['new']);
    const next = new RevisionTable(table);
    expect(next.apply(facts('old', 1, false))).toBeUndefined();
    expect(next.apply(facts('new', 2))).toBe('w');
    expect(next.apply(facts('new', 2, false))).toBe('w');
    expect(next.controllersOf('w')).toEqual([]);
  });
});
