import type {
  GateVerdict,
  OperationParameter,
  OperationState,
  OperationStep,
  OperationType,
} from '../vocabulary';
import type { Page } from './entity';

/**
 * One thing that an operation acts on.
 *
 * @public
 */
export interface OperationTargetView {
  /** Id of the target, as the page of the entity has it; a run's or a pipeline's for operations of these. */
  id: string;
  sourceId: string;
  name: string;
  /** The wave that it is in, from 1. */
  wave?: number;
  state: OperationState | 'pending';
  /** What it ran before, where that matters. */
  from?: string;
  to?: string;
  message?: string;
}

/**
 * An approval of an operation, or its refusal by a person.
 *
 * @public
 */
export interface ApprovalView {
  /** Ref of the user. */
  by: string;
  /** ISO 8601 */
  at: string;
  decision: 'approved' | 'rejected';
  comment?: string;
}

/**
 * An operation as pages show it; kept for good, the refused ones too.
 *
 * @public
 */
export interface OperationView {
  id: string;
  type: OperationType;
  state: OperationState;
  entityRef: string;
  environment?: string;
  targets: OperationTargetView[];
  /** Ref of the user or service that asked for it. */
  actor: string;
  /** Why, in the actor's words. */
  reason?: string;
  /** What it was started with; secrets never are among them. */
  parameters?: Record<string, string>;
  /** True where gates were overridden. */
  breakGlass: boolean;
  /** Labels of the versions, where it is about one. */
  from?: string;
  to?: string;
  gates: GateVerdict[];
  approvals: ApprovalView[];
  /** How many approvals it needs. */
  approvalsNeeded: number;
  steps: OperationStep[];
  /** What came of it, or what it waits for, in words. */
  message?: string;
  links: { title: string; url: string }[];
  /** Commits that it wrote, or that its pull requests were merged as. */
  commits?: string[];
  /** ISO 8601 */
  requestedAt: string;
  /** ISO 8601 */
  startedAt?: string;
  /** ISO 8601 */
  finishedAt?: string;
  /** What the reader may do with it now. */
  may: ('approve' | 'reject' | 'cancel' | 'retry')[];
}

/**
 * What is asked for.
 *
 * @public
 */
export interface OperationInput {
  type: OperationType;
  entityRef: string;
  /** The targets' ids as the backend gave them; all of the environment's for `promote` and `rollBack` where absent. */
  targetIds?: string[];
  /** The run's id, for `rerun`, `rerunFailed` and `cancelRun`. */
  runId?: string;
  /** The pipeline, for `runPipeline`, as {@link PipelineOffer} names it. */
  pipelineId?: string;
  /** For `promote` and `rollBack`. */
  environment?: string;
  /** For `promote`: where the version comes from. */
  fromEnvironment?: string;
  /** For `rollBack`: the deployment whose version and configuration are to be brought back. */
  deploymentId?: string;
  parameters?: Record<string, string>;
  reason?: string;
  /** Overrides gates; it needs a permission of its own and a reason. */
  breakGlass?: boolean;
  /** Asked twice with one key is done once. */
  idempotencyKey: string;
}

/**
 * One file as it is and as it would be.
 *
 * @public
 */
export interface FileChange {
  repository: string;
  path: string;
  /** A unified diff, as `diff -u` writes it. */
  diff: string;
}

/**
 * A pipeline that would be started, and what it would be told.
 *
 * @public
 */
export interface PipelineRunPlan {
  name: string;
  sourceId: string;
  parameters: Record<string, string>;
}

/**
 * What an operation would do, before anybody asks for it.
 *
 * @public
 */
export interface OperationPlan {
  type: OperationType;
  entityRef: string;
  environment?: string;
  from?: string;
  to?: string;
  targets: OperationTargetView[];
  /** What is written to Git; empty where nothing is. */
  changes: FileChange[];
  /** How it comes: written to the branch, as a pull request, or by a pipeline. */
  delivery?: 'commit' | 'pullRequest' | 'pipeline';
  /** The pipelines that are started, where they bring the version. */
  runs?: PipelineRunPlan[];
  gates: GateVerdict[];
  approvalsNeeded: number;
  /** What the one who asks should know: other writers, other services on the same target, what is irreversible. */
  warnings: string[];
  /** Why it cannot be asked for at all; absent where it can. */
  refusedBecause?: string;
  /** The form that it is started with. */
  parameters: OperationParameter[];
  /** Whether the reader may override gates. */
  mayBreakGlass: boolean;
}

/**
 * A pipeline that can be run.
 *
 * @public
 */
export interface PipelineOffer {
  id: string;
  sourceId: string;
  name: string;
}

/**
 * Something that the reader sees a button for.
 *
 * @public
 */
export interface OperationOffer {
  type: OperationType;
  /** Absent where it can be asked for; else the reason why not, for the button that is off. */
  disabledBecause?: string;
}

/**
 * What can be asked for on the page of an entity.
 *
 * @public
 */
export interface EntityOperations {
  entityRef: string;
  /** By id of the target. */
  targets: Record<string, OperationOffer[]>;
  /** By id of the run. */
  runs: Record<string, OperationOffer[]>;
  pipelines: (PipelineOffer & { offer: OperationOffer })[];
  /** By environment: what would be promoted into it, and from where. */
  promotions: {
    environment: string;
    fromEnvironment: string;
    to?: string;
    offer: OperationOffer;
    gates: GateVerdict[];
  }[];
  /** Environments in which nothing can be promoted or rolled back, as no rule tells where the version lives. */
  withoutVersionRule: string[];
  /** What a roll back has pinned and nobody has undone. */
  pins: {
    environment: string;
    by: string;
    since: string;
    operationId: string;
    what: string;
  }[];
  /** Those that have not ended, and the newest that have. */
  operations: OperationView[];
}

/**
 * What the operations log is searched by.
 *
 * @public
 */
export interface OperationsQuery {
  text?: string;
  entityRef?: string;
  actor?: string;
  environments?: string[];
  types?: OperationType[];
  states?: OperationState[];
  /** ISO 8601 */
  from?: string;
  /** ISO 8601 */
  to?: string;
  cursor?: string;
  limit?: number;
}

/**
 * A page of the operations log.
 *
 * @public
 */
export type OperationsPage = Page<OperationView> & {
  /** The freeze of the whole fleet, where it is on. */
  freeze?: { by: string; since: string; reason: string };
  mayFreeze: boolean;
  mayExport: boolean;
};
