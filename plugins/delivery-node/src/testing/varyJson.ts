const JUNK: readonly unknown[] = [
  null,
  '',
  0,
  -1,
  1e300,
  true,
  [],
  {},
  'splendid',
  '\u0000\ud800',
  '0001-01-01T00:00:00Z',
  'ftp://a.example.test',
  '../../etc',
  ['x'],
  { constructor: 'x' },
];

/**
 * A copy of a recorded payload with some of its values replaced by nonsense, left out, or taken from elsewhere in it.
 * Keys, paths and depth stay as they are, so that most of it is still as the upstream would send it.
 *
 * @param random - numbers from 0 up to 1, such as those of a seeded generator
 * @public
 */
export function varyJson(value: unknown, random: () => number): unknown {
  const copy = structuredClone(value);
  const slots = slotsOf(copy);
  const changes = slots.length === 0 ? 0 : 1 + Math.floor(random() * 3);
  const pick = <T>(list: readonly T[]) =>
    list[Math.floor(random() * list.length)];
  for (let change = 0; change < changes; change += 1) {
    const { holder, key } = pick(slots);
    const kind = random();
    if (kind < 0.2 && !Array.isArray(holder)) {
      delete holder[key];
    } else if (kind < 0.4) {
      const other = pick(slots);
      holder[key] = structuredClone(other.holder[other.key]);
    } else {
      holder[key] = structuredClone(pick(JUNK));
    }
  }
  return copy;
}

/**
 * Numbers from 0 up to 1 that are the same for the same seed (mulberry32).
 *
 * @public
 */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) % 2 ** 32;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Slot {
  holder: Record<string, unknown>;
  key: string;
}

function slotsOf(value: unknown): Slot[] {
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  const holder = value as Record<string, unknown>;
  return Object.keys(holder).flatMap(key => [
    { holder, key },
    ...slotsOf(holder[key]),
  ]);
}
