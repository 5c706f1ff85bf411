// Without vowels and look-alikes, as Kubernetes picks the letters of generated names.
const LETTERS = 'bcdfghjklmnpqrstvwxz2456789';

/** Sixteen bytes that stand for a text. Not for secrets: names are made by the hundred thousand, so it must be fast. */
function spread(seed: string): Uint32Array {
  const words = new Uint32Array([
    0x9e3779b9, 0x85ebca6b, 0xc2b2ae35, 0x27d4eb2f,
  ]);
  for (let i = 0; i < seed.length; i++) {
    const word = i % 4;
    const mixed = Math.imul(
      words[word] ^ (seed.charCodeAt(i) + i * 31),
      0x01000193,
    );
    words[word] = mixed ^ (words[(word + 1) % 4] >>> 15);
  }
  for (let round = 0; round < 8; round++) {
    const word = round % 4;
    const mixed = Math.imul(
      words[word] ^ (words[(word + 3) % 4] >>> 13) ^ seed.length,
      0x5bd1e995,
    );
    words[word] = mixed ^ (mixed >>> 15);
  }
  return words;
}

function hex(word: number): string {
  return word.toString(16).padStart(8, '0');
}

/** A short, stable suffix for a name, made of the letters that Kubernetes uses. */
export function nameSuffix(seed: string, length: number): string {
  const words = spread(seed);
  let suffix = '';
  for (let i = 0; i < length; i++) {
    const byte = words[i % 4] >>> (8 * (Math.floor(i / 4) % 4));
    suffix += LETTERS[(byte & 0xff) % LETTERS.length];
  }
  return suffix;
}

/** A stable UUID for a seed. */
export function uuid(seed: string): string {
  const words = spread(seed);
  const [a, b, c, d] = [...words].map(hex);
  return `${a}-${b.slice(0, 4)}-4${b.slice(5)}-a${c.slice(1, 4)}-${c.slice(
    4,
  )}${d}`;
}
