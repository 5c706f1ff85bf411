import type { Judge } from '../access/AccessJudge';
import type { ResolvedSubject } from '../subjects/ResolvedSubject';

/**
 * Why somebody may not look into what targets are made from; undefined where they may. Who may promote may, and who owns
 * the service: setting it up takes no right on production. A target that nothing backs is out of reach for both.
 */
export function lookObjection(
  subjects: readonly ResolvedSubject[],
  judge: Judge,
): string | undefined {
  for (const { resources } of subjects) {
    for (const [index, resource] of resources.entries()) {
      const { owner, trusted } = resource;
      const isOwners =
        trusted && owner !== undefined && judge.asker.owns.includes(owner);
      const objection = isOwners
        ? undefined
        : judge.objection('promote', resource);
      if (objection !== undefined) {
        return index > 0
          ? `it also serves ${resource.entityRef}: ${objection}`
          : objection;
      }
    }
  }
  return undefined;
}
