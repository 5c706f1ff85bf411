import type { NotificationSendOptions } from '@backstage/plugin-notifications-node';
import type { OperationRecord } from '../records';
import { entityLink, entityName } from './entityLink';
import { topicOf, type NoticeKind } from './NoticeKind';
import { personName } from '../personName';

/** One thing to tell, and what kind of thing it is. */
export interface Notice {
  kind: NoticeKind;
  message: NotificationSendOptions;
}

const WORDS: Partial<Record<OperationRecord['state'], string>> = {
  succeeded: 'succeeded',
  failed: 'failed',
  refused: 'was refused after it had waited',
  unknown: 'ended, and nothing tells how',
};

/**
 * What is to be told about an operation as it is now.
 *
 * @param grants - refs of those who may act on production
 * @returns undefined where there is nothing that its people do not see by themselves
 */
export function operationNotice(
  record: OperationRecord,
  grants: readonly string[],
): Notice | undefined {
  const kind = kindOf(record);
  const entityRef =
    kind === 'approval-wanted'
      ? approversOf(record, grants)
      : [record.actor, ...ownersOf(record)].filter(isPerson);
  if (!kind || entityRef.length === 0) {
    return undefined;
  }
  const what = describe(record);
  const words =
    kind === 'approval-wanted'
      ? `Approval wanted: ${what}`
      : `${what} ${WORDS[record.state]}`;
  const description =
    kind === 'approval-wanted' ? wishOf(record) : record.progress.message;
  return {
    kind,
    message: {
      recipients: {
        type: 'entity',
        entityRef: [...new Set(entityRef)],
        ...(kind === 'approval-wanted'
          ? { excludeEntityRef: record.actor }
          : {}),
      },
      payload: {
        title: words,
        ...(description ? { description: description.slice(0, 500) } : {}),
        link: entityLink(record.entityRef),
        severity: kind === 'operation-failed' ? 'high' : 'normal',
        topic: topicOf(kind),
        // The same one's next message takes the place of this one.
        scope: record.id,
      },
    },
  };
}

function kindOf(record: OperationRecord): NoticeKind | undefined {
  switch (record.state) {
    case 'succeeded':
      return 'operation-finished';
    case 'failed':
    case 'unknown':
      return 'operation-failed';
    case 'refused':
      // Who asks for what is refused at once is told so at once.
      return record.finishedAt === record.requestedAt
        ? undefined
        : 'operation-failed';
    case 'waiting':
      return record.progress.gates.some(
        ({ gate, state }) => gate === 'approvals' && state === 'wait',
      )
        ? 'approval-wanted'
        : undefined;
    default:
      return undefined;
  }
}

/** Owners want to know what is held up of theirs, though production takes a grant, or the policy alone says who may. */
function approversOf(
  record: OperationRecord,
  grants: readonly string[],
): string[] {
  const { resources } = record.order;
  const needsGrant = resources.some(({ production }) => production);
  return [...(needsGrant ? grants : []), ...ownersOf(record)];
}

function ownersOf({ order }: OperationRecord): string[] {
  return owners(order.resources);
}

function owners(resources: readonly { owner?: string }[]): string[] {
  return resources.flatMap(({ owner }) => owner ?? []);
}

function isPerson(ref: string): boolean {
  return /^(user|group):/.test(ref);
}

function describe({ type, entityRef, environment, order }: OperationRecord) {
  const word = type.replace(
    /[A-Z]/g,
    letter => ` ${letter.toLocaleLowerCase('en-US')}`,
  );
  return [
    `${word} ${entityName(entityRef)}`,
    ...(order.to ? [order.to] : []),
    ...(environment ? [`in ${environment}`] : []),
  ].join(' ');
}

function wishOf({ actor, order }: OperationRecord): string {
  const why = order.input.reason?.trim();
  return `${personName(actor)} asks for it${why ? `: ${why}` : ''}`;
}
