import { nameSuffix, uuid } from './hash';

describe('names made from seeds', () => {
  const seeds = Array.from({ length: 100_000 }, (_, i) => `pod web-${i}`);

  it('are UUIDs that do not meet', () => {
    const all = seeds.map(uuid);
    expect(new Set(all).size).toBe(seeds.length);
    expect(all[7]).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    expect(uuid('pod web-7')).toBe(all[7]);
    expect(new Set(all.map(id => id.slice(0, 8))).size).toBeGreaterThan(90_000);
  });

  it('are suffixes that rarely meet, even for seeds that differ in one place', () => {
    const tens = new Set(seeds.map(seed => nameSuffix(seed, 10)));
    expect(tens.size).toBeGreaterThan(99_990);
    const fives = new Set(seeds.slice(0, 100).map(seed => nameSuffix(seed, 5)));
    expect(fives.size).toBe(100);
  });
});
