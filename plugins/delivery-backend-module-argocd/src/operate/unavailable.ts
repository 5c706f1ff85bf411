import type { TargetItem } from '@throughline/plugin-delivery-node';

/** Why nothing can be asked of an application at all. */
export function whileDeleted({ conditions }: TargetItem): string | undefined {
  return conditions?.some(({ type }) => type === 'Deleting')
    ? 'it is being deleted'
    : undefined;
}

/** Why an application cannot be synced: Argo CD does one thing after the other, and keeps no queue. */
export function whileBusy({ operation }: TargetItem): string | undefined {
  return operation?.status === 'running' || operation?.status === 'queued'
    ? 'an operation is under way already'
    : undefined;
}

/** Why there is nothing to be stopped. */
export function whileIdle({ operation }: TargetItem): string | undefined {
  if (operation?.status === 'queued') {
    return 'its operation has not begun yet';
  }
  return operation?.status === 'running' ? undefined : 'nothing is under way';
}
