import { namePattern } from '../../config/glob';
import type { ResolvedSubject } from '../subjects/ResolvedSubject';
import type { VersionOrder } from './VersionOrder';

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

/** The wave of a target, from 1, where there are several. */
export function waveOf(
  id: string,
  order: VersionOrder | undefined,
): { wave?: number } {
  const index = order?.waves.findIndex(wave => wave.includes(id)) ?? -1;
  return order && order.waves.length > 1 && index >= 0
    ? { wave: index + 1 }
    : {};
}
