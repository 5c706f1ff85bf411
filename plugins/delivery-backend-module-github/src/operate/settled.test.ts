import { settled } from './settled';

const { signal } = new AbortController();

function appearsAfter(looks: number) {
  let count = 0;
  return jest.fn(async () => {
    count += 1;
    return count > looks ? 'it' : undefined;
  });
}

describe('settled', () => {
  it('finds what is shown late, and looks no further', async () => {
    const look = appearsAfter(2);
    expect(await settled(look, 5_000, signal, 1)).toBe('it');
    expect(look).toHaveBeenCalledTimes(3);
  });

  it('gives up in time', async () => {
    const look = appearsAfter(Infinity);
    expect(await settled(look, 20, signal, 10)).toBeUndefined();
    expect(look.mock.calls.length).toBeGreaterThan(1);
  });

  it('ends with its signal', async () => {
    const look = appearsAfter(Infinity);
    const soon = AbortSignal.timeout(20);
    await expect(settled(look, 60_000, soon, 60_000)).rejects.toThrow();
  });
});
