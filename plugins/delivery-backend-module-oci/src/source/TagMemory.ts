import { createHash } from 'node:crypto';
import { Lru } from '@throughline/plugin-delivery-node';
import { opaqueTags } from '../tags/selectTags';

/**
 * Notices new tags among those without a version, which a list in the order of names does not tell. Four bytes are
 * kept for each tag, and only where there are more of them than are looked at anyway.
 */
export class TagMemory {
  readonly #seen = new Lru<Uint32Array>(20_000);

  /**
   * The tags that have come since the repository was first seen, newest last.
   *
   * @param known - those that were known to be new before
   * @param limit - the most that are of interest
   */
  recent(
    repository: string,
    tags: readonly string[],
    known: readonly string[],
    limit: number,
  ): string[] {
    const opaque = opaqueTags(tags);
    if (limit === 0 || opaque.length <= limit) {
      return [];
    }
    const before = this.#seen.get(repository);
    const hashes = Uint32Array.from(opaque.map(hash)).sort();
    this.#seen.set(repository, hashes);
    const existing = new Set(opaque);
    const kept = known.filter(tag => existing.has(tag));
    const fresh = before
      ? opaque.filter(tag => !has(before, hash(tag)) && !kept.includes(tag))
      : [];
    return [...kept, ...fresh].slice(-limit);
  }
}

function hash(tag: string): number {
  return createHash('sha256').update(tag).digest().readUInt32BE();
}

function has(sorted: Uint32Array, value: number): boolean {
  let low = 0;
  let high = sorted.length - 1;
  while (low <= high) {
    const middle = Math.floor((low + high) / 2);
    if (sorted[middle] === value) {
      return true;
    }
    if (sorted[middle] < value) {
      low = middle + 1;
    } else {
      high = middle - 1;
    }
  }
  return false;
}
