import type { OperationType } from '@throughline/plugin-delivery-common';
import type { VersionOrder } from '../plan/VersionOrder';
import type { OperationRecord } from '../records';
import { personName } from '../personName';

/** The trailer by which a commit of ours is found again. */
const TRAILER = 'Delivery-Operation';
/** What a person writes must not pass for a trailer of ours. */
const FORGED = /^(\s*Delivery-[\w-]+)\s*:/gim;

const VERBS: Partial<Record<OperationType, string>> = {
  promote: 'Promote',
  rollBack: 'Roll back',
};

/** What a commit's words are made of. */
export interface CommitSubject {
  record: OperationRecord;
  order: VersionOrder;
  /** Where people open the portal; empty where it is not known. */
  portalUrl: string;
}

/** The first line of a commit, and the title of a pull request. */
export function titleOf({
  record,
  order,
}: Pick<CommitSubject, 'record' | 'order'>): string {
  const name = record.entityRef.slice(record.entityRef.lastIndexOf('/') + 1);
  const verb = VERBS[record.type];
  return verb
    ? `${verb} ${name} to ${order.label} in ${record.environment}`
    : `Let the automation write ${name} in ${record.environment} again`;
}

/** A commit's message, with its trailers. */
export function messageOf(subject: CommitSubject): string {
  const { record, order } = subject;
  const { reason } = record.order.input;
  const commit = order.version?.commit;
  return [
    titleOf(subject),
    ...(reason ? ['', reason.replace(FORGED, '$1')] : []),
    '',
    // The trailers of the field's convention, so that every tool finds the source of what is applied.
    ...(commit && record.type !== 'unpin'
      ? [
          `Argocd-reference-commit-repourl: https://${commit.repository}`,
          `Argocd-reference-commit-sha: ${commit.sha}`,
        ]
      : []),
    `Delivery-Actor: ${record.actor}`,
    trailerOf(record),
  ].join('\n');
}

/** What a commit of an operation says, and no other. */
export function trailerOf({ id }: Pick<OperationRecord, 'id'>): string {
  return `${TRAILER}: ${id}`;
}

/** What a pull request says of itself. */
export function bodyOf({ record, order, portalUrl }: CommitSubject): string {
  const { reason } = record.order.input;
  return [
    `Asked for by ${personName(record.actor)}${reason ? `: ${reason}` : '.'}`,
    '',
    `Targets: ${record.progress.targets.map(({ name }) => name).join(', ')}`,
    order.version?.commit
      ? `Source: ${order.version.commit.repository}@${order.version.commit.sha}`
      : '',
    '',
    portalUrl
      ? `The operation: ${portalUrl}/delivery/operations?text=${record.id}`
      : '',
    'Commits that are added to this pull request end the operation.',
  ]
    .filter((line, index, all) => line !== '' || all[index - 1] !== '')
    .join('\n');
}
