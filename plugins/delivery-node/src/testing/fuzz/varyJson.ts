/** What no upstream sends, in place of what it does. */
const JUNK: readonly unknown[] = [
  null,
  '',
  ' ',
  0,
  -1,
  1.5,
  1e300,
  true,
  false,
  [],
  {},
  [null],
  ['x'],
  'splendid',
  '__proto__',
  'constructor',
  '\u0000\ud800',
  '\u202e<b>',
  '0001-01-01T00:00:00Z',
  '2026-13-45',
  '2999-01-01T00:00:00+14:00',
  'ftp://a.example.test',
  '../../etc',
  { constructor: 'x' },
  'long '.repeat(2_000),
];

/**
 * A copy of a recorded payload with up to four of its values replaced by nonsense or by a word of the vendor's, left
 * out, said twice, wrapped in a list, or taken from elsewhere in it. The rest stays as the upstream would send it.
 *
 * @param random - numbers from 0 up to 1, such as those of {@link seededRandom}
 * @param words - words of the vendor's, which are the ones that could make something look better than it is
 * @public
 */
export function varyJson(
  value: unknown,
  random: () => number,
  words: readonly unknown[] = [],
): unknown {
  const root = { value: structuredClone(value) };
  const slots = slotsOf(root.value);
  // Now and then it is no such thing at all.
  slots.push({ holder: root, key: 'value' });
  const pick = <T>(list: readonly T[]) =>
    list[Math.floor(random() * list.length)];
  const changes = 1 + Math.floor(random() * 4);
  for (let change = 0; change < changes; change += 1) {
    const { holder, key } = pick(slots);
    const kind = random();
    if (kind < 0.15 && !Array.isArray(holder)) {
      delete holder[key];
    } else if (kind < 0.3) {
      const other = pick(slots);
      holder[key] = structuredClone(other.holder[other.key]);
    } else if (kind < 0.35 && Array.isArray(holder)) {
      holder.push(structuredClone(holder[Number(key)]));
    } else if (kind < 0.4) {
      holder[key] = [structuredClone(holder[key])];
    } else if (kind < 0.6 && words.length > 0) {
      holder[key] = structuredClone(pick(words));
    } else {
      holder[key] = structuredClone(pick(JUNK));
    }
  }
  return root.value;
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
