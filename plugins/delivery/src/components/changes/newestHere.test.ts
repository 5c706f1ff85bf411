import { hotfixDelivery, readyDelivery } from '../../__testUtils__';
import { newestHere } from './newestHere';

describe('newestHere', () => {
  it('marks each environment once, at its newest change', () => {
    const { items } = readyDelivery.changes;
    const newest = newestHere(items);
    expect(items.map(({ commit }) => [...newest.get(commit.sha)!])).toEqual([
      ['development'],
      ['staging'],
      [],
      [],
    ]);
  });

  it('counts a hotfix for the environment where it runs', () => {
    const { items } = hotfixDelivery.changes;
    expect([...newestHere(items).get(items[0].commit.sha)!]).toEqual([
      'production',
    ]);
  });
});
