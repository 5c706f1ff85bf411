import type {
  Actor,
  Alert,
  Attestations,
  AutomatedWriter,
  DeploymentOutcome,
  DesiredSource,
  DriftedResource,
  HealthStatus,
  ImageVersion,
  Judged,
  PlanCounts,
  ProbeVerdict,
  PullRequestApproval,
  Replicas,
  RolloutProgress,
  RunStatus,
  Schedule,
  SyncStatus,
  TargetCondition,
  TargetDependency,
  TargetOperation,
  TargetType,
  Verification,
} from '@throughline/plugin-delivery-common';

/**
 * Where something runs, in as many words as the source knows. Two places are one where either word is equal.
 *
 * @public
 */
export interface ClusterPlace {
  /** The cluster's name as the source has it. */
  name?: string;
  /** The URL of its API server. */
  server?: string;
}

/**
 * Names one object of a cluster, so that what a controller manages can be joined with what a cluster runs.
 *
 * @public
 */
export interface ObjectPointer {
  group?: string;
  kind: string;
  namespace?: string;
  name: string;
}

/**
 * A deployment target as one source tells it. Keys and values must be the same, byte for byte, for as long as the
 * thing itself is unchanged: no ticking times, no counters, lists in a stable order.
 *
 * @public
 */
export interface TargetItem {
  kind: 'target';
  /** Stable and unique within the source, such as `namespace/name`. */
  key: string;
  type: TargetType;
  /** The upstream's word for it, such as `Application`. */
  resource: string;
  /** The API group of the resource, where it has one. */
  group?: string;
  name: string;
  namespace?: string;
  /** The project, tenant or workspace that it belongs to upstream. */
  project?: string;
  /** Where what it deploys runs. */
  cluster?: ClusterPlace;
  /** The namespace that it deploys to, where that is not its own. */
  destinationNamespace?: string;
  labels: Record<string, string>;
  /** True where it is made of other targets only and runs nothing itself. */
  parent?: boolean;
  /** The object that generates it. */
  generatedBy?: { resource: string; name: string };
  /** The workloads that it applies; at most 500 are kept. */
  manages?: ObjectPointer[];
  desired: DesiredSource[];
  sync: Judged<SyncStatus>;
  health: Judged<HealthStatus>;
  /** What runs, or what is wanted where the source cannot see what runs; see `imagesAre`. */
  images: ImageVersion[];
  imagesAre: 'running' | 'desired';
  replicas?: Replicas;
  rollout?: RolloutProgress;
  schedule?: Schedule;
  operation?: TargetOperation;
  drift?: { count: number; resources: DriftedResource[] };
  conditions?: TargetCondition[];
  /** Keys of the pipelines that deploy it, as {@link RunItem.pipelineKeys} has them. */
  pipelineKeys?: string[];
  /** What the last plan would change, where it is infrastructure. */
  plan?: PlanCounts;
  /** Machines that write its version to Git; sorted by `by`. */
  writers?: AutomatedWriter[];
  verification?: Verification;
  dependsOn?: TargetDependency[];
  /** Where a person can open it. */
  url?: string;
}

/**
 * A deployment that ended or is under way. Records are immutable once they ended; a source that reports one again
 * with the same key changes nothing but what was still open.
 *
 * @public
 */
export interface DeploymentItem {
  kind: 'deployment';
  /** Stable and unique within the source. */
  key: string;
  /** The key of the target, in the same source. */
  targetKey: string;
  /** The upstream's running number within the target, from 0; a jump shows as a gap in the history. */
  sequence?: number;
  /** The revisions applied, index by index with `desired`. */
  revisions: string[];
  desired: DesiredSource[];
  /** What was deployed, where the upstream remembers. */
  images?: ImageVersion[];
  outcome: DeploymentOutcome;
  /** ISO 8601 */
  startedAt?: string;
  /** ISO 8601 */
  finishedAt?: string;
  actor?: Actor;
  /** What set it off, such as `automated` or `manual`. */
  trigger?: string;
  message?: string;
  url?: string;
}

/**
 * A pipeline run.
 *
 * @public
 */
export interface RunItem {
  kind: 'run';
  /** Stable and unique within the source; the same for all attempts of a run. */
  key: string;
  /** Identity of the repository that it ran for, see `repositoryIdentity`; absent where the upstream does not tell. */
  repository?: string;
  /**
   * What an annotation may call the pipeline, within the source: its own full name and those of the folders that hold
   * it, such as `team/checkout/main`, `team/checkout` and `team`. Absent where runs are found by their repository.
   */
  pipelineKeys?: string[];
  /** Those labels of the upstream object that link it to an entity. */
  labels?: Record<string, string>;
  /** The workflow's or job's name. */
  pipeline: string;
  /** The pipeline's definition, such as a workflow file's path. */
  definition?: string;
  number?: string;
  attempt?: number;
  status: Judged<RunStatus>;
  trigger?: string;
  branch?: string;
  sha?: string;
  title?: string;
  actor?: Actor;
  /** ISO 8601 */
  createdAt: string;
  /** ISO 8601 */
  startedAt?: string;
  /** ISO 8601; set where it has ended. */
  finishedAt?: string;
  url?: string;
  jobs: {
    name: string;
    status: Judged<RunStatus>;
    startedAt?: string;
    finishedAt?: string;
    url?: string;
  }[];
  /** How the tests went, where the upstream counts them. */
  tests?: { passed: number; failed: number; skipped: number };
  /** What it was started with; secrets never are among them. At most 50. */
  parameters?: Record<string, string>;
}

/**
 * A commit of a source or configuration repository.
 *
 * @public
 */
export interface CommitItem {
  kind: 'commit';
  /** `<repository identity>@<sha>` */
  key: string;
  repository: string;
  /** All 40 digits. */
  sha: string;
  parents: string[];
  author: Actor;
  /** ISO 8601 */
  committedAt: string;
  subject: string;
  /** Trailers of the message by lower-case key, see `parseTrailers`; only those that link are kept. */
  trailers?: Record<string, string[]>;
  /** Those of the paths of interest that it touches; `''` stands for the whole repository. */
  paths: string[];
  /** True where it is reachable from the default branch. */
  onDefaultBranch: boolean;
  /** The pull request that brought it, where known. */
  pullRequest?: number;
  /** All checks of it told as one; absent where the upstream has none. */
  checks?: Judged<RunStatus>;
  url?: string;
}

/**
 * A pull or merge request.
 *
 * @public
 */
export interface PullRequestItem {
  kind: 'pullRequest';
  /** `<repository identity>#<number>` */
  key: string;
  repository: string;
  number: number;
  title: string;
  state: 'open' | 'merged' | 'closed';
  draft: boolean;
  author?: Actor;
  headBranch?: string;
  headSha?: string;
  baseBranch?: string;
  mergeSha?: string;
  /** All checks of its head told as one; absent where the upstream has none. */
  checks?: Judged<RunStatus>;
  /** Who approved it and has not taken that back, in the order of time; absent where the upstream does not tell. */
  approvals?: PullRequestApproval[];
  /** Where it waits in a merge queue or train; the position counts from 1. */
  mergeQueue?: { position?: number; state: string };
  /** ISO 8601 */
  updatedAt: string;
  url: string;
}

/**
 * A branch of a repository and where it points.
 *
 * @public
 */
export interface BranchItem {
  kind: 'branch';
  /** `<repository identity>:<name>` */
  key: string;
  repository: string;
  name: string;
  sha: string;
  isDefault: boolean;
  /** Where a person can open the repository. */
  url?: string;
}

/**
 * A container image or another thing that was built, by digest.
 *
 * @public
 */
export interface ArtifactItem {
  kind: 'artifact';
  /** `<repository>@<digest>` */
  key: string;
  /** Registry host and path. */
  repository: string;
  digest: string;
  /** Sorted. */
  tags: string[];
  sizeBytes?: number;
  /** ISO 8601 */
  createdAt?: string;
  /** The source commit that it says it was built from. */
  sourceRevision?: string;
  /** Identity of the repository that it says it was built from. */
  sourceRepository?: string;
  /** Where the two come from, in words, such as "image label org.opencontainers.image.revision". */
  sourceEvidence?: string;
  platforms?: string[];
  /** Digests of the manifests that an index leads to. */
  children?: string[];
  attestations?: Attestations;
  url?: string;
}

/**
 * A release of a repository: a tag that people are told of.
 *
 * @public
 */
export interface ReleaseItem {
  kind: 'release';
  /** `<repository identity>#<tag>` */
  key: string;
  repository: string;
  tag: string;
  /** Its title, else the tag. */
  name: string;
  /** The commit, where the upstream tells. */
  sha?: string;
  prerelease: boolean;
  /** ISO 8601 */
  publishedAt: string;
  author?: Actor;
  url?: string;
}

/**
 * How a service fares in an environment, as a monitoring system tells. The two words are the monitoring's own; it
 * belongs to the entity and environment of these names.
 *
 * @public
 */
export interface VitalsItem {
  kind: 'vitals';
  /** `<service>/<environment>` */
  key: string;
  service: string;
  environment: string;
  /** Verdicts of the configured queries, in the order of the configuration. */
  probes: ProbeVerdict[];
  /** Sorted by name, then by time. */
  alerts: Alert[];
}

/**
 * Anything that a provider can report.
 *
 * @public
 */
export type ObservedItem =
  | TargetItem
  | DeploymentItem
  | RunItem
  | CommitItem
  | PullRequestItem
  | BranchItem
  | ArtifactItem
  | ReleaseItem
  | VitalsItem;

/**
 * The kinds of items.
 *
 * @public
 */
export type ItemKind = ObservedItem['kind'];

/**
 * All kinds of items.
 *
 * @public
 */
export const ITEM_KINDS: readonly ItemKind[] = [
  'target',
  'deployment',
  'run',
  'commit',
  'pullRequest',
  'branch',
  'artifact',
  'release',
  'vitals',
];
