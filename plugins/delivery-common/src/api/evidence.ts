import type {
  Actor,
  Attestations,
  GateVerdict,
  ImageVersion,
  Judged,
  PullRequestApproval,
  RunStatus,
} from '../vocabulary';
import type { CommitSummary, DeploymentView, RunView } from './entity';
import type { OperationView } from './operations';

/**
 * A part of the evidence, or the reason why there is none.
 *
 * @public
 */
export type Told<T> =
  | { known: true; value: T }
  | { known: false; reason: string };

/**
 * A pull request, as evidence of who agreed to a change.
 *
 * @public
 */
export interface PullRequestEvidence {
  /** `host/owner/name` */
  repository: string;
  number: number;
  title: string;
  url: string;
  state: 'open' | 'merged' | 'closed';
  author?: Actor;
  headSha?: string;
  mergeSha?: string;
  /** All checks of its head told as one. */
  checks?: Judged<RunStatus>;
  /** Who approved it, and has not taken that back. */
  approvals: Told<PullRequestApproval[]>;
}

/**
 * A commit with the pull request that brought it.
 *
 * @public
 */
export interface ChangeEvidence {
  commit: CommitSummary;
  pullRequest: Told<PullRequestEvidence>;
}

/**
 * What a deployment brought and where that came from, as sources told it.
 *
 * @public
 */
export interface DeploymentTrace {
  entityRef: string;
  deployment: DeploymentView;
  /** The image that it brought, by digest. */
  image: Told<ImageVersion>;
  /** The source commits that came with it. */
  changes: Told<ChangeEvidence[]>;
  /** The commit of the configuration that was applied. */
  configuration: Told<ChangeEvidence>;
  /** The pipeline runs of the commit that the version was built from. */
  runs: Told<RunView[]>;
  /** What is there that speaks for the image; whether it holds is for a policy to verify. */
  attestations: Told<Attestations>;
}

/**
 * All that is known of one deployment, as one document.
 *
 * @public
 */
export interface DeploymentEvidence extends DeploymentTrace {
  /** ISO 8601 */
  exportedAt: string;
  /** Ref of who exported it. */
  exportedBy: string;
  /** The operations of the portal that brought it, with their approvals. */
  operations: Told<OperationView[]>;
  /** What the gates of these said last. */
  gates: Told<GateVerdict[]>;
}

/**
 * All that is known of one operation, as one document.
 *
 * @public
 */
export interface OperationEvidence {
  /** ISO 8601 */
  exportedAt: string;
  /** Ref of who exported it. */
  exportedBy: string;
  /** With its gates and approvals. */
  operation: OperationView;
  /** What it brought. */
  deployments: Told<DeploymentTrace[]>;
}
