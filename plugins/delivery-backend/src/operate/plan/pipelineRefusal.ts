import type { Lane } from '@throughline/plugin-delivery-common';
import type { Wanted } from './findWanted';
import type { VersionSubject } from './findVersionSubjects';

/** A pipeline brings a version and no configuration: where the version runs already, there is nothing to bring. */
export function pipelineRefusal(
  { version, label }: Wanted,
  subjects: readonly VersionSubject[],
  lane: Lane,
): string | undefined {
  const isPiped = subjects.some(
    ({ rule }) => 'strategy' in rule && rule.strategy === 'pipeline',
  );
  return isPiped &&
    version !== undefined &&
    lane.versions.length === 1 &&
    lane.versions[0].label === label
    ? `${label} runs in ${lane.environment.title} already, and a pipeline brings back no other configuration`
    : undefined;
}
