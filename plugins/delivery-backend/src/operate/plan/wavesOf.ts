import { namePattern } from '../../config/glob';
import type { ResolvedSubject } from '../subjects/ResolvedSubject';
import type { PipelineStart, VersionOrder } from './VersionOrder';

/**
 * Ids of targets, wave by wave; those that no pattern names come last. What one run of a pipeline brings a version to is
 * of one wave, the first that has any of it.
 */
export function wavesOf(
  subjects: readonly ResolvedSubject[],
  patterns: readonly (readonly string[])[] | undefined,
  runs: readonly Pick<PipelineStart, 'targetIds'>[] = [],
): string[][] {
  const left = new Map(subjects.map(each => [each.id, each.name]));
  const waves = (patterns ?? []).map(wave => {
    const named = [...left]
      .filter(([, name]) => wave.some(pattern => namePattern(pattern)(name)))
      .map(([id]) => id);
    const together = runs
      .filter(({ targetIds }) => targetIds.some(id => named.includes(id)))
      .flatMap(({ targetIds }) => targetIds.filter(id => left.has(id)));
    const ids = [...new Set([...named, ...together])];
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
