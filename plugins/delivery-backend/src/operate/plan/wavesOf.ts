import { namePattern } from '../../config/glob';
import type { ResolvedSubject } from '../subjects/ResolvedSubject';

/** Ids of targets, wave by wave; those that no pattern names come last. */
export function wavesOf(
  subjects: readonly ResolvedSubject[],
  patterns: readonly (readonly string[])[] | undefined,
): string[][] {
  const left = new Map(subjects.map(each => [each.id, each.name]));
  const waves = (patterns ?? []).map(wave => {
    const ids = [...left]
      .filter(([, name]) => wave.some(pattern => namePattern(pattern)(name)))
      .map(([id]) => id);
    ids.forEach(id => left.delete(id));
    return ids;
  });
  return [...waves, [...left.keys()]].filter(wave => wave.length > 0);
}
