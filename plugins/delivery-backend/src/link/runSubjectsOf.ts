import { DELIVERY_ANNOTATIONS as A } from '@throughline/plugin-delivery-common';
import { SUBJECTS } from '../store/runSubjects';
import type { EntityClaims } from './Claim';
import type { EntityFacts } from './EntityFacts';

/** By what an entity's runs are found. */
export interface RunSubjects {
  /** What is backed: such runs are shown whole. */
  full: string[];
  /** What is merely claimed: such runs show their status only. */
  statusOnly: string[];
}

/** Says by what an entity's runs are found; see `runSubjects` for the words. */
export function runSubjectsOf(
  entity: EntityFacts,
  claims: EntityClaims,
): RunSubjects {
  const full = [SUBJECTS.label(A.kubernetesId, entity.name)];
  const statusOnly: string[] = [];
  if (claims.source) {
    full.unshift(SUBJECTS.repository(claims.source.repository));
  }
  for (const { sourceId, pipeline, backed } of claims.pipelines) {
    (backed ? full : statusOnly).push(SUBJECTS.pipeline(sourceId, pipeline));
  }
  const id = entity.annotations[A.kubernetesId]?.trim();
  if (id && id !== entity.name) {
    statusOnly.push(SUBJECTS.label(A.kubernetesId, id));
  }
  return { full, statusOnly };
}
