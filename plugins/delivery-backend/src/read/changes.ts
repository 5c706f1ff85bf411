import type {
  ChangeReach,
  ChangeView,
  RunStatus,
} from '@throughline/plugin-delivery-common';
import type { CommitItem, RunItem } from '@throughline/plugin-delivery-node';
import type { Stored } from '../store/ObservationReader';
import { timeOf, type CommitGraph, type Tristate } from './CommitGraph';
import type { EntityRecord } from './EntityRecord';
import type { LaneVersions, RunningCommit } from './LaneVersions';
import { commitSummary, defined } from './summaries';
import { artifactImage } from './ArtifactIndex';
import type { VersionResolver } from './VersionResolver';

/** What the page tells about a change besides its commit. */
export interface ChangeContext {
  record: EntityRecord;
  graph: CommitGraph;
  resolver: VersionResolver;
  lanes: readonly LaneVersions[];
}

/** A change with how far it has come. */
export function changeView(
  commit: CommitItem,
  onMain: boolean,
  context: ChangeContext,
): ChangeView {
  const { record, resolver } = context;
  const run = runOf(record.runs.filter(({ item }) => item.sha === commit.sha));
  const artifact = resolver.artifactOf(commit.sha);
  const pullRequest =
    commit.pullRequest === undefined
      ? undefined
      : record.pullRequests.get(commit.pullRequest)?.item;
  const configuration = configurationCommitOf(commit, record);
  return {
    commit: commitSummary(commit),
    onMain,
    reach: context.lanes
      .filter(lane => lane.running.length > 0)
      .map(lane => reachOf(commit, lane, context.graph)),
    ...defined({
      pullRequest: pullRequest && {
        number: pullRequest.number,
        title: pullRequest.title,
        url: pullRequest.url,
        ...defined({
          author: pullRequest.author,
          mergeQueue: pullRequest.mergeQueue,
        }),
      },
      run: run && {
        id: run.id,
        status: run.item.status,
        ...defined({ url: run.item.url }),
      },
      artifact: artifact && {
        image: artifactImage(artifact),
        evidence: {
          certainty: 'certain' as const,
          reason: artifact.sourceEvidence ?? 'what the artifact says',
        },
        ...defined({
          sizeBytes: artifact.sizeBytes,
          createdAt: artifact.createdAt,
          attestations: artifact.attestations,
        }),
      },
      checks: commit.checks,
      configurationCommit: configuration && commitSummary(configuration),
    }),
  };
}

/** How much a run matters beside others of the same commit. */
const WEIGHT: Record<RunStatus, number> = {
  skipped: 0,
  succeeded: 1,
  cancelled: 2,
  unknown: 3,
  queued: 4,
  running: 4,
  waiting: 4,
  failed: 5,
};

/**
 * Of the runs of one commit the one that matters: what failed, else what is not done, else what did not succeed. Among
 * such as fare alike it is the first, as a build comes before what deploys it. A run that was started again by the
 * same event counts as it came out the last time.
 */
export function runOf(
  runs: readonly Stored<RunItem>[],
): Stored<RunItem> | undefined {
  const newest = new Map<string, Stored<RunItem>>();
  const byAge = [...runs].sort((a, b) =>
    a.item.createdAt < b.item.createdAt ? 1 : -1,
  );
  for (const run of byAge) {
    const { definition, pipeline, trigger, branch } = run.item;
    const key = JSON.stringify([definition ?? pipeline, trigger, branch]);
    newest.set(key, newest.get(key) ?? run);
  }
  const weightOf = ({ item }: Stored<RunItem>) => WEIGHT[item.status.status];
  return [...newest.values()]
    .reverse()
    .sort((a, b) => weightOf(b) - weightOf(a))[0];
}

function reachOf(
  commit: CommitItem,
  lane: LaneVersions,
  graph: CommitGraph,
): ChangeReach {
  const environment = lane.environment.name;
  const states = lane.running.map(each => stateOn(commit, each, graph));
  const certainty = lane.running.some(
    each => each.version?.evidence?.certainty === 'inferred',
  )
    ? 'inferred'
    : 'certain';
  if (states.every(state => state === 'yes')) {
    return { environment, state: 'here', certainty };
  }
  const doubt = states.includes('unknown')
    ? { reason: doubtOf(lane.running, states) }
    : {};
  if (states.includes('yes') || states.includes('partly')) {
    return { environment, state: 'partly', certainty, ...doubt };
  }
  return states.includes('unknown')
    ? { environment, state: 'unknown', certainty, ...doubt }
    : { environment, state: 'notYet', certainty };
}

/** Whether a target has a change: partly where not all versions do that it runs at present. */
function stateOn(
  commit: CommitItem,
  { reach, also = [] }: RunningCommit,
  graph: CommitGraph,
): Tristate | 'partly' {
  const states = [reach, ...also].map(each =>
    each ? graph.isIn(commit.sha, each) : 'unknown',
  );
  if (states.every(state => state === states[0])) {
    return states[0];
  }
  return states.includes('yes') ? 'partly' : 'unknown';
}

function doubtOf(
  running: readonly RunningCommit[],
  states: readonly string[],
): string {
  const doubtful = running[states.indexOf('unknown')];
  return (
    doubtful.reason ??
    'the known history of the repository does not reach far enough'
  );
}

function configurationCommitOf(
  commit: CommitItem,
  record: EntityRecord,
): CommitItem | undefined {
  const naming = [...record.configCommits.values()]
    .map(({ item }) => item)
    .filter(item =>
      item.trailers?.['argocd-reference-commit-sha']?.some(
        sha => sha.toLocaleLowerCase('en-US') === commit.sha,
      ),
    );
  // The first one brought it to the first environment.
  return naming.sort((a, b) => timeOf(a) - timeOf(b))[0];
}
