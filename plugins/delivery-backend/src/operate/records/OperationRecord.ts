import type {
  ApprovalView,
  GateVerdict,
  OperationInput,
  OperationState,
  OperationStep,
  OperationTargetView,
  OperationType,
} from '@throughline/plugin-delivery-common';
import type { OperationHandle } from '@throughline/plugin-delivery-node';
import type { TargetResource } from '../access/TargetResource';

/** What is to be done, as it was authorised. It does not change once it is asked for. */
export interface OperationOrder {
  input: OperationInput;
  /** How many approvals it needs. */
  approvalsNeeded: number;
  /** What gates must say before it begins; judged anew until they do. */
  gated: boolean;
  breakGlass: boolean;
  /** What it was authorised for. */
  resources: TargetResource[];
  /** Labels of the versions, where it is about one. */
  from?: string;
  to?: string;
  /** What the execution of its type needs besides, as JSON. */
  details?: unknown;
}

/** How far one of its targets has come. */
export interface TargetProgress extends OperationTargetView {
  /** What `start` gave, so that it is followed and not started again. */
  handle?: OperationHandle;
  /**
   * Set right before `start` is called, and taken away when it answered: what is found with it set may have acted or
   * not, and the upstream is asked which before anything else.
   */
  starting?: boolean;
  /** What the upstream told of its steps last, and where people see it there. */
  steps?: OperationStep[];
  url?: string;
}

/** How far an operation has come: all that a restart needs. */
export interface OperationProgress {
  gates: GateVerdict[];
  steps: OperationStep[];
  targets: TargetProgress[];
  message?: string;
  links: { title: string; url: string }[];
  /** ISO 8601 */
  startedAt?: string;
  /** What it brought about, by {@link commitEffect} and {@link deploymentEffect}, so that histories name it. */
  effects?: string[];
  /** What it has pinned in Git, or given back there, as far as it has written. */
  pinning?: 'pin' | 'unpin';
  /** What the execution of its type remembers, as JSON. */
  memory?: unknown;
}

/** An operation as it is stored. */
export interface OperationRecord {
  /** A UUID; also the token that upstreams are told. */
  id: string;
  actor: string;
  type: OperationType;
  state: OperationState;
  entityRef: string;
  environment?: string;
  order: OperationOrder;
  progress: OperationProgress;
  approvals: ApprovalView[];
  version: number;
  /** ISO 8601 */
  requestedAt: string;
  /** ISO 8601 */
  updatedAt: string;
  /** ISO 8601 */
  finishedAt?: string;
}

/** The whole fleet may not change. */
export interface FleetFreeze {
  by: string;
  /** ISO 8601 */
  since: string;
  reason: string;
}
