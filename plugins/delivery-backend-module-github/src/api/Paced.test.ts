import { Paced } from './Paced';

/** How often is looked, where it is asked every second for so long. */
async function looks(seconds: number, mostMs?: number): Promise<number> {
  let now = 0;
  let count = 0;
  const paced = new Paced<number>(mostMs, () => now);
  const look = async () => {
    count += 1;
    return count;
  };
  for (; now < seconds * 1000; now += 1000) {
    await paced.take('x', look);
  }
  return count;
}

describe('Paced', () => {
  it('looks often at first, and ever less often', async () => {
    expect(await looks(10)).toBe(5);
    expect(await looks(30 * 60)).toBeLessThan(200);
    const hour = (await looks(2 * 3_600)) - (await looks(3_600));
    expect(hour).toBe(240);
  });

  it('looks each time where it is told to', async () => {
    expect(await looks(10, 0)).toBe(10);
  });

  it('keeps no failure, and what it saw of other things apart', async () => {
    const paced = new Paced<string>();
    const boom = async () => {
      throw new Error('boom');
    };
    await expect(paced.take('a', boom)).rejects.toThrow('boom');
    expect(await paced.take('a', async () => 'fine')).toBe('fine');
    expect(await paced.take('a', boom)).toBe('fine');
    expect(await paced.take('b', async () => 'other')).toBe('other');
  });
});
