import type {
  DeploymentView,
  HistoryEntry,
  HistoryGap,
} from '@throughline/plugin-delivery-common';
import { commitSummary, defined } from './summaries';
import type { EntityRecord, StoredDeployment } from './EntityRecord';
import { originOf } from './originOf';
import type { VersionResolver } from './VersionResolver';

/** What of the history to show. */
export interface HistorySlice {
  /** Newest first. */
  shown: readonly StoredDeployment[];
  /** The deployment before each shown one, of the same target, by the shown one's id; absent for the first known. */
  before: ReadonlyMap<string, StoredDeployment>;
}

/** Deployments with what they brought, and gaps where the upstream had forgotten. */
export function buildHistory(
  slice: HistorySlice,
  record: EntityRecord,
  resolver: VersionResolver,
): HistoryEntry[] {
  return slice.shown.flatMap(deployment => {
    const before = slice.before.get(deployment.id);
    const gap = gapBefore(deployment, before, record);
    const view = deploymentView(
      deployment,
      gap ? undefined : before,
      slice,
      record,
      resolver,
    );
    return gap ? [view, gap] : [view];
  });
}

function deploymentView(
  deployment: StoredDeployment,
  before: StoredDeployment | undefined,
  slice: HistorySlice,
  record: EntityRecord,
  resolver: VersionResolver,
): DeploymentView {
  const { item } = deployment;
  const target = targetOf(deployment, record);
  // What came in between, where any is missing, cannot be told apart from what this one brought.
  const previousOf = (each: StoredDeployment) => {
    const previous = slice.before.get(each.id);
    return gapBefore(each, previous, record) ? undefined : previous;
  };
  const versionOf = (each: StoredDeployment) =>
    resolver.ofDeployment(each, target, previousOf(each));
  const configCommit = resolver.configuration.ofDeployment(
    deployment,
    previousOf(deployment),
  );
  return {
    type: 'deployment',
    id: deployment.id,
    ...placeOf(deployment, record),
    sourceId: deployment.sourceId,
    revisions: item.revisions,
    outcome: item.outcome,
    ...defined({
      from: before && versionOf(before),
      to: versionOf(deployment),
      configurationCommit: configCommit && commitSummary(configCommit),
      startedAt: item.startedAt,
      finishedAt: item.finishedAt,
      actor: item.actor,
      // Behind a gap nobody can tell which of its changes were there before.
      origin: originOf(
        deployment,
        gapBefore(deployment, slice.before.get(deployment.id), record)
          ? undefined
          : resolver.configuration.broughtBy(deployment, before),
        record,
      ),
      trigger: item.trigger,
      message: item.message,
      url: item.url,
    }),
  };
}

function gapBefore(
  deployment: StoredDeployment,
  before: StoredDeployment | undefined,
  record: EntityRecord,
): HistoryGap | undefined {
  const { sequence, startedAt } = deployment.item;
  if (sequence === undefined) {
    return undefined;
  }
  const missing = before
    ? sequence - (before.item.sequence ?? sequence - 1) - 1
    : sequence;
  if (missing <= 0) {
    return undefined;
  }
  const count =
    missing === 1 ? '1 deployment is' : `${missing} deployments are`;
  return {
    type: 'gap',
    id: `${deployment.id}-gap`,
    ...placeOf(deployment, record),
    missing,
    ...defined({ before: startedAt }),
    reason: before
      ? `${count} missing: the upstream had forgotten them when it was asked`
      : `${count} missing: the upstream keeps its newest deployments only, and had forgotten these when it was first asked`,
  };
}

function placeOf(
  deployment: StoredDeployment,
  record: EntityRecord,
): Pick<DeploymentView, 'targetId' | 'targetName' | 'environment'> {
  const target = targetOf(deployment, record);
  return {
    targetId: deployment.targetId,
    targetName: target?.stored.item.name ?? deployment.item.targetKey,
    environment: target?.link.environment ?? target?.link.preview ?? '',
  };
}

function targetOf(deployment: StoredDeployment, record: EntityRecord) {
  return record.targets.find(({ stored }) => stored.id === deployment.targetId);
}
