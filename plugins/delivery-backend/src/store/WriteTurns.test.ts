import { setImmediate as nextTurn } from 'node:timers/promises';
import { WriteTurns } from './WriteTurns';

describe('WriteTurns', () => {
  it('lets so many work at a time, in the order in which they came', async () => {
    const turns = new WriteTurns(2);
    const order: string[] = [];
    let working = 0;
    let most = 0;
    await Promise.all(
      ['a', 'b', 'c', 'd', 'e'].map(name =>
        turns.take(async () => {
          order.push(name);
          working++;
          most = Math.max(most, working);
          await nextTurn();
          working--;
        }),
      ),
    );
    expect(order).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(most).toBe(2);
  });

  it('gives the event loop a turn after each, though none of them ever waits', async () => {
    const turns = new WriteTurns(1);
    let done = 0;
    const seen: number[] = [];
    const look = () => {
      seen.push(done);
      if (done < 5) {
        setImmediate(look);
      }
    };
    setImmediate(look);
    await Promise.all(
      Array.from({ length: 5 }, () =>
        turns.take(async () => {
          done++;
        }),
      ),
    );
    expect(new Set(seen).size).toBeGreaterThanOrEqual(4);
  });

  it('passes the turn on where the work fails', async () => {
    const turns = new WriteTurns(1);
    await expect(
      turns.take(async () => {
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    await expect(turns.take(async () => 'yes')).resolves.toBe('yes');
  });
});
