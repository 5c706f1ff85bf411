import { cleanMessage } from '@throughline/plugin-delivery-node';
import type { TargetCondition } from '@throughline/plugin-delivery-common';
import type { Application } from '../api/schemas';

/**
 * | type | severity |
 * | --- | --- |
 * | …Error (ComparisonError, InvalidSpecError, UnknownError, SyncError, DeletionError) | error |
 * | …Warning (SharedResourceWarning, RepeatedResourceWarning, ExcludedResourceWarning, OrphanedResourceWarning) | warning |
 * | anything else | warning |
 */
export function severityOf(type: string): TargetCondition['severity'] {
  return type.endsWith('Error') ? 'error' : 'warning';
}

/** Argo CD's conditions in a stable order, and that the application is being deleted. */
export function mapConditions({
  metadata,
  status,
}: Application): TargetCondition[] {
  const conditions = (status?.conditions ?? []).map(({ type, message }) => ({
    type,
    message: cleanMessage(message ?? '', 500),
    severity: severityOf(type),
  }));
  if (metadata.deletionTimestamp) {
    conditions.push({
      type: 'Deleting',
      message: 'The application is being deleted',
      severity: 'warning',
    });
  }
  return conditions.sort((a, b) =>
    `${a.type} ${a.message}` < `${b.type} ${b.message}` ? -1 : 1,
  );
}
