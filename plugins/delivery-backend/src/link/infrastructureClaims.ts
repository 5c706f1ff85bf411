import {
  DELIVERY_ANNOTATIONS as A,
  type EntityWarning,
} from '@throughline/plugin-delivery-common';
import type { Claim } from './Claim';
import type { EntityFacts } from './EntityFacts';
import { readList } from './readList';

/** The system that these annotations speak of: the part before the slash. */
const SYSTEM = A.terraformWorkspaces.split('/')[0];
const RANK = 15;

/** Reads the annotations that name workspaces of infrastructure as code. */
export function infrastructureClaims(
  entity: EntityFacts,
  warnings: EntityWarning[],
): Claim[] {
  const names = readList(entity, A.terraformWorkspaces, warnings) ?? [];
  const organization = entity.annotations[A.terraformOrganization]?.trim();
  if (names.length === 0) {
    if (organization) {
      warnings.push({
        annotation: A.terraformOrganization,
        message: `It has no effect alone. Add ${A.terraformWorkspaces}.`,
      });
    }
    return [];
  }
  return [
    {
      rule: `annotation ${A.terraformWorkspaces}`,
      annotation: A.terraformWorkspaces,
      rank: RANK,
      system: SYSTEM,
      types: ['infrastructure'],
      names,
      ...(organization ? { namespace: organization } : {}),
    },
  ];
}
