import type { DeploymentOrigin } from '@throughline/plugin-delivery-common';
import type { CommitItem } from '@throughline/plugin-delivery-node';
import { commitEffect, deploymentEffect } from '../operate/records/effects';
import type { EntityRecord, StoredDeployment } from './EntityRecord';

/** So far the clocks of upstreams may be off, in milliseconds. */
const SKEW_MS = 5 * 60_000;
/** The trailer by which a commit names the operation that wrote it, as `parseTrailers` has it. */
const TRAILER = 'delivery-operation';

/**
 * Who asked for a deployment, as far as it can be told: an operation that remembers to have brought it, or else
 * somebody outside of the portal, where nothing that was done from the portal may have brought it.
 *
 * @param brought - the commit of the configuration that is new with it, where that is known
 */
export function originOf(
  deployment: StoredDeployment,
  brought: CommitItem | undefined,
  record: EntityRecord,
): DeploymentOrigin | undefined {
  const causes = [
    ...(record.causes.get(deploymentEffect(deployment.id)) ?? []),
    ...((brought && record.causes.get(commitEffect(brought.sha))) ?? []),
  ];
  if (causes.length > 0) {
    return {
      type: 'portal',
      operations: causes
        .filter(({ entityRef }) => entityRef === record.entity.ref)
        .sort((a, b) => (a.requestedAt < b.requestedAt ? 1 : -1))
        .map(({ id, type, actor }) => ({ id, type, requestedBy: actor })),
    };
  }
  if (brought?.trailers?.[TRAILER] || mayBeOurs(deployment, record)) {
    return undefined;
  }
  const { actor } = deployment.item;
  if (actor && !actor.automated) {
    return { type: 'outside', by: actor, evidence: 'upstream' };
  }
  return brought
    ? { type: 'outside', by: brought.author, evidence: 'commit' }
    : undefined;
}

/** Whether something was under way from the portal that may have brought it, under whatever name upstreams know. */
function mayBeOurs(
  { item, targetId }: StoredDeployment,
  { spans }: EntityRecord,
): boolean {
  const began = Date.parse(item.startedAt ?? item.finishedAt ?? '');
  const ended = Date.parse(item.finishedAt ?? item.startedAt ?? '');
  return spans.some(
    span =>
      (span.targetId === undefined || span.targetId === targetId) &&
      !(
        ended < Date.parse(span.from) - SKEW_MS ||
        (span.to !== undefined && began > Date.parse(span.to) + SKEW_MS)
      ),
  );
}
