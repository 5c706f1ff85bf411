import type { RunView } from '@throughline/plugin-delivery-common';
import type { RunItem } from '@throughline/plugin-delivery-node';
import { runSubjectsOf } from '../link/runSubjectsOf';
import type { Stored } from '../store/ObservationReader';
import { runSubjects } from '../store/runSubjects';
import type { EntityRecord } from './EntityRecord';

/** Says how much of a run an entity's readers may see: all of it where anything that names it is backed. */
export function runAccess({
  entity,
  claims,
}: Pick<EntityRecord, 'entity' | 'claims'>): (
  run: Stored<RunItem>,
) => RunView['access'] {
  const full = new Set(runSubjectsOf(entity, claims).full);
  return ({ sourceId, item }) =>
    runSubjects(sourceId, item).some(subject => full.has(subject))
      ? 'full'
      : 'statusOnly';
}
