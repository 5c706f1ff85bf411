import type {
  Actor,
  Alert,
  Attestations,
  AutomatedWriter,
  DeploymentOutcome,
  DriftedResource,
  Evidence,
  HealthStatus,
  ImageVersion,
  OperationType,
  Judged,
  PlanCounts,
  ProbeVerdict,
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
  DesiredSource,
} from '../vocabulary';
import type { SourceStatus } from './sources';

/**
 * A named stage.
 *
 * @public
 */
export interface EnvironmentInfo {
  name: string;
  title: string;
  production: boolean;
  /** The environments that come right before it: a graph, not always a line. */
  follows: string[];
}

/**
 * A commit as pages show it.
 *
 * @public
 */
export interface CommitSummary {
  /** `host/owner/name` */
  repository: string;
  sha: string;
  subject: string;
  author: Actor;
  /** ISO 8601 */
  committedAt: string;
  url?: string;
}

/**
 * What runs somewhere.
 *
 * @public
 */
export interface VersionView {
  /**
   * What to call it: the image's tag, else a short digest, else a chart's version or the short commit that it was
   * built from; where none of these is known, "configuration" with the revision that was applied.
   */
  label: string;
  image?: ImageVersion;
  /** The source commit that it was built from. */
  commit?: CommitSummary;
  /** How the commit is known; absent where it is not. */
  evidence?: Evidence;
  /** Why the commit is not known. */
  unknownBecause?: string;
}

/**
 * Which rule tied a target to the entity and the environment, and what backs it.
 *
 * @public
 */
export interface LinkEvidence {
  /** For example "annotation argocd/app-name". */
  entityRule: string;
  /** For example "label environment=production". */
  environmentRule: string;
  trust: 'backed' | 'unbacked' | 'contested';
  /** What backs the claim, or why nothing does. */
  trustReason: string;
}

/**
 * A workload that belongs to an application and is shown with it.
 *
 * @public
 */
export interface WorkloadView {
  id: string;
  sourceId: string;
  resource: string;
  name: string;
  namespace?: string;
  cluster?: string;
  health: Judged<HealthStatus>;
  replicas?: Replicas;
  rollout?: RolloutProgress;
  schedule?: Schedule;
  images: ImageVersion[];
}

/**
 * One deployment target of an environment. Where the reader may see its status only (an unbacked claim), the
 * fields after `access` that tell details are absent.
 *
 * @public
 */
export interface TargetView {
  id: string;
  sourceId: string;
  type: TargetType;
  /** The upstream's word for it, such as `Application`. */
  resource: string;
  name: string;
  /** What tells it from the other targets of its environment: a region, cluster or shard. */
  qualifier?: string;
  sync: Judged<SyncStatus>;
  health: Judged<HealthStatus>;
  /** Set where its source is not fresh: the statuses are the last known, seen at this time (ISO 8601). */
  staleSince?: string;
  link: LinkEvidence;
  access: 'full' | 'statusOnly';
  /** Other entities that the same target serves. */
  sharedWith: string[];
  namespace?: string;
  cluster?: string;
  url?: string;
  version?: VersionView;
  desired?: DesiredSource[];
  configurationCommit?: CommitSummary;
  replicas?: Replicas;
  rollout?: RolloutProgress;
  schedule?: Schedule;
  operation?: TargetOperation;
  drift?: { count: number; resources: DriftedResource[] };
  conditions?: TargetCondition[];
  /** What the last plan would change, where it is infrastructure. */
  plan?: PlanCounts;
  /** Machines that write its version to Git. */
  writers?: AutomatedWriter[];
  verification?: Verification;
  dependsOn?: TargetDependency[];
  workloads?: WorkloadView[];
  /** The object that generates it, such as an ApplicationSet. */
  generatedBy?: { resource: string; name: string };
}

/**
 * How a service fares in an environment, as one monitoring system tells.
 *
 * @public
 */
export interface VitalsView {
  sourceId: string;
  probes: ProbeVerdict[];
  alerts: Alert[];
  /** Set where its source is not fresh: what is here is the last known. ISO 8601. */
  staleSince?: string;
}

/**
 * An environment of the entity with what runs there.
 *
 * @public
 */
export interface Lane {
  environment: EnvironmentInfo;
  /** The worst of its targets. */
  sync: Judged<SyncStatus>;
  /** The worst of its targets, or of its probes. */
  health: Judged<HealthStatus>;
  /** Who tells the health: its targets, or, where nobody observes these, the probes of a monitoring system. */
  healthBy: 'targets' | 'probes';
  /** Set where any of its targets' sources is not fresh: nothing here may look like a fresh green. ISO 8601. */
  staleSince?: string;
  /** The version that most targets run. */
  version?: VersionView;
  /** All versions that run, most frequent first. */
  versions: { label: string; targets: number }[];
  /** ISO 8601; when this version came here, where a deployment record tells. */
  deployedAt?: string;
  driftCount: number;
  /** How many changes of the environments before it have not come here; absent where that cannot be told. */
  behind?: { environment: string; changes: number };
  /** How many commits run here that the main branch lacks. */
  notOnMain?: number;
  /** Why a comparison is absent. */
  comparisonUnknownBecause?: string;
  /** What it waits for, in words: "canary at 20 %, step 2 of 6". */
  waiting?: string;
  /** What monitoring systems tell; absent where none does. */
  vitals?: VitalsView[];
  targets: TargetView[];
}

/**
 * A short-lived environment of a pull request or branch.
 *
 * @public
 */
export interface PreviewLane {
  /** The pull request's number or the branch. */
  key: string;
  url?: string;
  targets: TargetView[];
}

/**
 * A pipeline run as pages show it.
 *
 * @public
 */
export interface RunView {
  id: string;
  sourceId: string;
  /** `statusOnly` where nothing confirms that the pipeline is the entity's: the fields that tell details are absent. */
  access: 'full' | 'statusOnly';
  /** The workflow's or job's name. */
  pipeline: string;
  number?: string;
  attempt?: number;
  status: Judged<RunStatus>;
  /** What set it off: push, pull request, schedule, a person, … */
  trigger?: string;
  branch?: string;
  commit?: { sha: string; subject?: string; url?: string };
  actor?: Actor;
  /** ISO 8601 */
  createdAt: string;
  /** ISO 8601 */
  startedAt?: string;
  /** ISO 8601 */
  finishedAt?: string;
  url?: string;
  jobs: {
    name: string;
    status: Judged<RunStatus>;
    startedAt?: string;
    finishedAt?: string;
    url?: string;
  }[];
  tests?: { passed: number; failed: number; skipped: number };
  /** What it was started with. */
  parameters?: Record<string, string>;
  staleSince?: string;
}

/**
 * How far a change has come in one environment.
 *
 * - `here`: it runs there
 * - `partly`: it runs on some of the targets
 * - `notYet`: it does not run there
 * - `unknown`: it cannot be told, and `reason` says why
 *
 * @public
 */
export interface ChangeReach {
  environment: string;
  state: 'here' | 'partly' | 'notYet' | 'unknown';
  certainty: 'certain' | 'inferred';
  reason?: string;
}

/**
 * A change: a source commit with its pull request, and how far it has come.
 *
 * @public
 */
export interface ChangeView {
  commit: CommitSummary;
  pullRequest?: {
    number: number;
    title: string;
    url: string;
    author?: Actor;
    /** Where it waits in a merge queue. */
    mergeQueue?: { position?: number; state: string };
  };
  /** All checks of the commit told as one. */
  checks?: Judged<RunStatus>;
  /** False for a commit that runs somewhere but is not on the main branch (a hotfix). */
  onMain: boolean;
  run?: { id: string; status: Judged<RunStatus>; url?: string };
  artifact?: {
    image: ImageVersion;
    /** Bytes of all layers together. */
    sizeBytes?: number;
    /** ISO 8601 */
    createdAt?: string;
    evidence: Evidence;
    attestations?: Attestations;
  };
  /** The configuration commit that brought it to the first environment, where one names it. */
  configurationCommit?: CommitSummary;
  reach: ChangeReach[];
}

/**
 * A record of the history: a deployment, or a gap where the upstream had already forgotten.
 *
 * @public
 */
export type HistoryEntry = DeploymentView | HistoryGap;

/**
 * Where a deployment came from: an operation of the portal, or somebody outside of it, as far as evidence shows.
 *
 * @public
 */
export type DeploymentOrigin =
  | {
      type: 'portal';
      /** What brought it, the newest first; empty where it was asked for on the page of another entity. */
      operations: {
        id: string;
        type: OperationType;
        /** Ref of who asked for it. */
        requestedBy: string;
      }[];
    }
  | {
      type: 'outside';
      by: Actor;
      /** What names them: the commit of the configuration, or the upstream's record of the deployment. */
      evidence: 'commit' | 'upstream';
    };

/**
 * A deployment as pages show it.
 *
 * @public
 */
export interface DeploymentView {
  type: 'deployment';
  id: string;
  targetId: string;
  targetName: string;
  environment: string;
  sourceId: string;
  from?: VersionView;
  to?: VersionView;
  /** The commit of the configuration repository that was applied. */
  configurationCommit?: CommitSummary;
  /** The raw revisions, index by index with the target's sources. */
  revisions: string[];
  outcome: DeploymentOutcome;
  /** ISO 8601 */
  startedAt?: string;
  /** ISO 8601 */
  finishedAt?: string;
  /** Who brought it, as the upstream tells; absent where it does not. */
  actor?: Actor;
  /** Where it came from; absent where that cannot be told. */
  origin?: DeploymentOrigin;
  trigger?: string;
  message?: string;
  url?: string;
}

/**
 * A release as pages show it.
 *
 * @public
 */
export interface ReleaseView {
  id: string;
  sourceId: string;
  tag: string;
  name: string;
  sha?: string;
  prerelease: boolean;
  /** ISO 8601 */
  publishedAt: string;
  author?: Actor;
  url?: string;
}

/**
 * A stretch of history that is not known.
 *
 * @public
 */
export interface HistoryGap {
  type: 'gap';
  id: string;
  targetId: string;
  targetName: string;
  environment: string;
  /** How many deployments are missing, where the upstream numbers them. */
  missing?: number;
  /** ISO 8601; the gap lies before this time. */
  before?: string;
  reason: string;
}

/**
 * One page of a longer list.
 *
 * @public
 */
export interface Page<T> {
  items: T[];
  /** Opaque; absent on the last page. */
  nextCursor?: string;
}

/**
 * Where new versions come from: the newest change of the main branch, its run and its artifact.
 *
 * @public
 */
export interface BuildLane {
  repository?: string;
  branch?: string;
  commit?: CommitSummary;
  run?: RunView;
  artifact?: ChangeView['artifact'];
  staleSince?: string;
  /** Why there is nothing to show. */
  unknownBecause?: string;
}

/**
 * Something about the entity's set-up that is wrong or missing, with how to mend it.
 *
 * @public
 */
export interface EntityWarning {
  /** The annotation at fault, where it is one. */
  annotation?: string;
  message: string;
}

/**
 * All that the delivery page of one entity shows, in one answer.
 *
 * @public
 */
export interface EntityDelivery {
  entityRef: string;
  /** The name of the live-update channel for this entity; it carries no data. */
  channel: string;
  /**
   * - `ready`: there is something to show
   * - `nothingLinked`: no source has anything of this entity; `tried` says what was looked for
   * - `pending`: the entity has not been linked yet
   */
  state: 'ready' | 'nothingLinked' | 'pending';
  tried: string[];
  warnings: EntityWarning[];
  build: BuildLane;
  lanes: Lane[];
  previews: PreviewLane[];
  changes: Page<ChangeView>;
  runs: Page<RunView>;
  history: Page<HistoryEntry>;
  /** The newest releases of its repository. */
  releases: ReleaseView[];
  /** Ids of the sources that can be asked for its metrics. */
  measuredBy: string[];
  /** The sources that this page draws on. */
  sources: SourceStatus[];
  /** True where the portal is set up to show a sandbox. */
  sandbox: boolean;
}
