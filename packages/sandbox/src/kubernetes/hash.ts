import { createHash } from 'crypto';

// Without vowels and look-alikes, as Kubernetes picks the letters of generated names.
const LETTERS = 'bcdfghjklmnpqrstvwxz2456789';

/** A short, stable suffix for a name, made of the letters that Kubernetes uses. */
export function nameSuffix(seed: string, length: number): string {
  const digest = createHash('sha1').update(seed).digest();
  let suffix = '';
  for (let i = 0; i < length; i++) {
    suffix += LETTERS[digest[i] % LETTERS.length];
  }
  return suffix;
}

/** A stable UUID for a seed. */
export function uuid(seed: string): string {
  const hex = createHash('sha1').update(seed).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
