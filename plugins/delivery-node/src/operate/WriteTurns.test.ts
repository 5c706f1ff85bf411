import { WriteTurns } from './WriteTurns';

describe('WriteTurns', () => {
  it('lets one through at a time for each repository, and goes on after one that failed', async () => {
    const turns = new WriteTurns();
    const { signal } = new AbortController();
    const inside = { a: 0, b: 0, most: 0 };
    const work = (repository: 'a' | 'b') => async () => {
      inside[repository] += 1;
      expect(inside[repository]).toBe(1);
      inside.most = Math.max(inside.most, inside.a + inside.b);
      await new Promise(resolve => setTimeout(resolve, 5));
      inside[repository] -= 1;
      throw new Error('boom');
    };
    const all = (['a', 'a', 'b', 'a'] as const).map(repository =>
      turns.take(repository, signal, work(repository)),
    );
    const results = await Promise.allSettled(all);
    expect(results.map(({ status }) => status)).toEqual(
      Array(4).fill('rejected'),
    );
    expect(inside.most).toBe(2);
  });

  it('does not act for one that gave up waiting', async () => {
    const turns = new WriteTurns();
    const given = new AbortController();
    const first = turns.take('a', new AbortController().signal, async () => {
      given.abort(new Error('too late'));
    });
    const acted = jest.fn();
    await expect(turns.take('a', given.signal, acted)).rejects.toThrow(
      'too late',
    );
    await first;
    expect(acted).not.toHaveBeenCalled();
  });
});
