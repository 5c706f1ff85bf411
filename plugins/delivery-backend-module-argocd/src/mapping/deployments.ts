import { cleanMessage } from '@throughline/plugin-delivery-node';
import type { DeploymentItem } from '@throughline/plugin-delivery-node';
import type { DeploymentOutcome } from '@throughline/plugin-delivery-common';
import type {
  Application,
  ArgoHistory,
  ArgoOperationState,
} from '../api/schemas';
import { mapSources, revisionsOf } from './desired';
import { mapInitiator, mapPhase } from './operation';
import { keyOf, urlOf } from './target';
import { isoTime } from './time';

/**
 * The deployments that Argo CD remembers: its history, which holds what succeeded and at most the last ten, and the
 * operation that runs or ran last, which is the only trace of what failed.
 *
 * Both are keyed by when they started, so that a deployment which is first seen running and later in the history is
 * one. Applying only some resources writes no history, and a dry run is no deployment.
 */
export function mapDeployments(
  application: Application,
  instanceUrl: string,
): DeploymentItem[] {
  const { metadata, status } = application;
  const targetKey = keyOf(metadata);
  const url = urlOf(instanceUrl, metadata);
  const deployments = new Map<string, DeploymentItem>();
  for (const entry of status?.history ?? []) {
    const item = fromHistory(entry, targetKey, url);
    if (item) {
      deployments.set(item.key, item);
    }
  }
  const item =
    status?.operationState &&
    fromOperation(status.operationState, targetKey, url);
  if (item && !deployments.has(item.key)) {
    deployments.set(item.key, item);
  }
  return [...deployments.values()];
}

/** The key of the deployment that an application's operation is or was; undefined for one that is none. */
export function operationKey({
  metadata,
  status,
}: Application): string | undefined {
  const state = status?.operationState;
  return state ? fromOperation(state, keyOf(metadata), '')?.key : undefined;
}

function fromHistory(
  entry: ArgoHistory,
  targetKey: string,
  url: string,
): DeploymentItem | undefined {
  const startedAt = isoTime(entry.deployStartedAt);
  const finishedAt = isoTime(entry.deployedAt);
  const when = startedAt ?? finishedAt;
  if (!when) {
    return undefined;
  }
  const several = (entry.sources?.length ?? 0) > 0;
  // Clocks of two controllers may differ: what would have lasted less than nothing has no known start.
  const reversed = startedAt && finishedAt && finishedAt < startedAt;
  return {
    kind: 'deployment',
    key: startedAt
      ? `${targetKey}@${startedAt}`
      : `${targetKey}@${entry.id ?? ''}:${finishedAt}`,
    targetKey,
    ...(typeof entry.id === 'number' ? { sequence: entry.id } : {}),
    revisions: revisionsOf(entry, several),
    desired: mapSources(entry, entry),
    outcome: 'succeeded',
    ...(startedAt && !reversed ? { startedAt } : {}),
    ...(finishedAt ? { finishedAt } : {}),
    ...mapInitiator(entry.initiatedBy),
    url,
  };
}

function fromOperation(
  state: ArgoOperationState,
  targetKey: string,
  url: string,
): DeploymentItem | undefined {
  const startedAt = isoTime(state.startedAt);
  const sync = state.operation?.sync;
  // A sync is the only kind of operation there is, so that one of which nothing more is told is one.
  if (!startedAt || sync?.dryRun) {
    return undefined;
  }
  const result = state.syncResult ?? {};
  const several = (state.syncResult?.sources?.length ?? 0) > 0;
  const finishedAt = isoTime(state.finishedAt);
  const message = messageOf(state);
  return {
    kind: 'deployment',
    key: `${targetKey}@${startedAt}`,
    targetKey,
    revisions: revisionsOf(result, several),
    desired: mapSources(result, result),
    outcome: outcomeOf(state.phase),
    startedAt,
    ...(finishedAt && finishedAt >= startedAt ? { finishedAt } : {}),
    ...mapInitiator(state.operation?.initiatedBy),
    ...(message ? { message } : {}),
    url,
  };
}

function outcomeOf(phase: string | undefined): DeploymentOutcome {
  const mapped = mapPhase(phase);
  return mapped === 'queued' ? 'unknown' : mapped;
}

function messageOf(state: ArgoOperationState): string {
  const count = state.operation?.sync?.resources?.length ?? 0;
  const part = count > 0 ? `Only ${count} of its resources were applied. ` : '';
  return cleanMessage(`${part}${state.message ?? ''}`);
}
