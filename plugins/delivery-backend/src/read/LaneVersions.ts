import type {
  EnvironmentInfo,
  VersionView,
} from '@throughline/plugin-delivery-common';
import type { CommitGraph, Reach } from './CommitGraph';
import { isFull, type LinkedTarget } from './EntityRecord';
import type { VersionResolver } from './VersionResolver';

/** A target of a lane with what is known about the commit that it runs. */
export interface RunningCommit {
  target: LinkedTarget;
  version?: VersionView;
  /** Undefined where the commit is not known; `reason` says why. */
  reach?: Reach;
  reason?: string;
  /** Of other versions that it runs meanwhile; undefined for one of which the commit is not known. */
  also?: (Reach | undefined)[];
}

/** An environment with the commits that its targets run. */
export interface LaneVersions {
  environment: EnvironmentInfo;
  targets: LinkedTarget[];
  /**
   * Of the targets but those that nothing confirms to be the entity's; of these as well where there are no others.
   * Infrastructure is not among them: no version of the service runs there.
   */
  running: RunningCommit[];
}

/** Finds what each target of each environment runs. */
export function laneVersions(
  ladder: readonly EnvironmentInfo[],
  targets: readonly LinkedTarget[],
  resolver: VersionResolver,
  graph: CommitGraph,
): LaneVersions[] {
  return ladder.map(environment => {
    const here = targets.filter(
      ({ link }) => link.environment === environment.name,
    );
    const versioned = here.filter(
      ({ stored }) => stored.item.type !== 'infrastructure',
    );
    const own = versioned.filter(
      ({ link }) => link.evidence.trust !== 'unbacked',
    );
    return {
      environment,
      targets: here,
      running: (own.length > 0 ? own : versioned).map(target =>
        runningCommit(target, resolver, graph),
      ),
    };
  });
}

function runningCommit(
  target: LinkedTarget,
  resolver: VersionResolver,
  graph: CommitGraph,
): RunningCommit {
  if (!isFull(target)) {
    return {
      target,
      reason:
        target.link.evidence.trust === 'contested'
          ? `${target.stored.item.name} is contested`
          : `nothing confirms that ${target.stored.item.name} is this entity's`,
    };
  }
  const version = resolver.ofTarget(target);
  if (!version?.commit) {
    return {
      target,
      ...(version ? { version } : {}),
      reason: `${target.stored.item.name}: ${
        version?.unknownBecause ?? 'no source tells which version it runs'
      }`,
    };
  }
  const also = resolver
    .othersOf(target)
    .map(({ commit }) => commit && graph.reach(commit.sha));
  return {
    target,
    version,
    reach: graph.reach(version.commit.sha),
    ...(also.length > 0 ? { also } : {}),
  };
}
