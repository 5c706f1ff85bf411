import type {
  EnvironmentInfo,
  OperationType,
} from '@throughline/plugin-delivery-common';
import type {
  ArtifactItem,
  BranchItem,
  CommitItem,
  DeploymentItem,
  PullRequestItem,
  ReleaseItem,
  RunItem,
  TargetItem,
  VitalsItem,
} from '@throughline/plugin-delivery-node';
import type { EntityClaims } from '../link/Claim';
import type { EntityFacts } from '../link/EntityFacts';
import type { TargetLink } from '../link/Placement';
import type { Stored } from '../store/ObservationReader';
import type { Unobserved } from './unobserved';

/** A target with the link that makes it the entity's. */
export interface LinkedTarget {
  stored: Stored<TargetItem>;
  link: TargetLink;
  /** Those that it manages and that are shown under it. */
  workloads: Stored<TargetItem>[];
  /** Other entities that it serves. */
  sharedWith: string[];
}

/** A deployment with the id of its target. */
export type StoredDeployment = Stored<DeploymentItem> & { targetId: string };

/** An operation that brought something about, as it remembers: what a trailer says anybody can write. */
export interface CausingOperation {
  id: string;
  type: OperationType;
  /** Ref of who asked for it. */
  actor: string;
  entityRef: string;
  /** ISO 8601 */
  requestedAt: string;
}

/** A time in which an operation was under way. */
export interface OperationSpan {
  /** Id of the target that it acts on; absent where it may act on any of the entity's. */
  targetId?: string;
  /** ISO 8601 */
  from: string;
  /** ISO 8601; absent where it is under way. */
  to?: string;
}

/** All that was stored about one entity: what its page is built from. */
export interface EntityRecord {
  entity: EntityFacts;
  claims: EntityClaims;
  ladder: EnvironmentInfo[];
  targets: LinkedTarget[];
  branches: Stored<BranchItem>[];
  /** Of the entity's repository, newest first, other folders included: reachability needs them. */
  commits: Stored<CommitItem>[];
  /** Of configuration repositories, by `commitKey`. */
  configCommits: Map<string, Stored<CommitItem>>;
  pullRequests: Map<number, Stored<PullRequestItem>>;
  runs: Stored<RunItem>[];
  /** Newest first. */
  releases: Stored<ReleaseItem>[];
  vitals: Stored<VitalsItem>[];
  artifacts: Stored<ArtifactItem>[];
  /** Newest first. */
  deployments: StoredDeployment[];
  /** What brought its configuration commits and deployments about, by `commitEffect` and `deploymentEffect`. */
  causes: Map<string, CausingOperation[]>;
  /** When something was done from the portal. */
  spans: OperationSpan[];
  /** Keys of commits that were looked for already, found or not; see `commitKey`. */
  lookedFor: Set<string>;
  /** What of it its source cannot observe at present. */
  unobserved: Unobserved;
  /** Reasons for claims that the configuration gives nothing for. */
  withheld: string[];
}

/** The key of a commit of a repository. */
export function commitKey(repository: string, sha: string): string {
  return `${repository}@${sha.toLocaleLowerCase('en-US')}`;
}

/** Whether the reader may see more than a target's status. */
export function isFull({ link }: { link: TargetLink }): boolean {
  return link.evidence.trust === 'backed';
}
