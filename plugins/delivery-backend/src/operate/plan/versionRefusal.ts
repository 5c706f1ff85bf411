import type { Lane, OperationInput } from '@throughline/plugin-delivery-common';
import type { Judge } from '../access/AccessJudge';
import type { ResolvedSubject } from '../subjects/ResolvedSubject';

/** Why somebody cannot have a version written for targets of a lane; undefined where they can. */
export function versionRefusal(
  input: OperationInput,
  subjects: readonly ResolvedSubject[],
  judge: Judge,
  lane: Lane,
): string | undefined {
  if (subjects.length === 0) {
    return `nothing in ${lane.environment.title} has a version that could be written`;
  }
  for (const { name, resources } of subjects) {
    for (const resource of resources) {
      const objection = judge.objection(input.type, resource);
      if (objection) {
        return resources.length > 1
          ? `${name} also serves ${resource.entityRef}: ${objection}`
          : objection;
      }
    }
  }
  return undefined;
}
