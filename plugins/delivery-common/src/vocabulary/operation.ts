/**
 * What can be asked for.
 *
 * - of an application: `sync`, `refresh`, `hardRefresh`, `terminate`, `reconcile`, `suspend`, `resume`, `force`
 * - of a workload: `restart`, `promoteRollout`, `abortRollout`
 * - of a pipeline: `runPipeline`; of one of its runs: `rerun`, `rerunFailed`, `cancelRun`
 * - of infrastructure: `plan`
 * - of a version, through Git or through the pipeline that deploys: `promote`, `rollBack`; `unpin` undoes what a roll
 *   back pinned
 *
 * @public
 */
export type OperationType =
  | 'sync'
  | 'refresh'
  | 'hardRefresh'
  | 'terminate'
  | 'reconcile'
  | 'suspend'
  | 'resume'
  | 'force'
  | 'restart'
  | 'promoteRollout'
  | 'abortRollout'
  | 'runPipeline'
  | 'rerun'
  | 'rerunFailed'
  | 'cancelRun'
  | 'plan'
  | 'promote'
  | 'rollBack'
  | 'unpin';

/**
 * All types of operations.
 *
 * @public
 */
export const OPERATION_TYPES: readonly OperationType[] = [
  'sync',
  'refresh',
  'hardRefresh',
  'terminate',
  'reconcile',
  'suspend',
  'resume',
  'force',
  'restart',
  'promoteRollout',
  'abortRollout',
  'runPipeline',
  'rerun',
  'rerunFailed',
  'cancelRun',
  'plan',
  'promote',
  'rollBack',
  'unpin',
];

/**
 * How far an operation has come.
 *
 * - `waiting`: for a gate or an approval
 * - `queued`: for its turn
 * - `running`: it acts, or follows what it set off
 * - `succeeded`: what was asked for is so; for a version, that it runs and is healthy
 * - `failed`: it is not so, and the reason is known
 * - `cancelled`: given up by a person
 * - `refused`: never begun
 * - `unknown`: it acted, and nothing tells what came of it
 *
 * @public
 */
export type OperationState =
  | 'waiting'
  | 'queued'
  | 'running'
  | 'succeeded'
  | 'failed'
  | 'cancelled'
  | 'refused'
  | 'unknown';

/**
 * All states of operations.
 *
 * @public
 */
export const OPERATION_STATES: readonly OperationState[] = [
  'waiting',
  'queued',
  'running',
  'succeeded',
  'failed',
  'cancelled',
  'refused',
  'unknown',
];

/**
 * Whether an operation has come to its end.
 *
 * @public
 */
export function isTerminalOperation(state: OperationState): boolean {
  return state !== 'waiting' && state !== 'queued' && state !== 'running';
}

/**
 * What a gate says, and why.
 *
 * @public
 */
export interface GateVerdict {
  /** The gate's kind, such as `pipelineGreen`. */
  gate: string;
  state: 'pass' | 'wait' | 'fail';
  /** In words for a person. */
  reason: string;
  /** ISO 8601; when it may pass, where that is known. */
  until?: string;
}

/**
 * A step of an operation, as people follow it.
 *
 * @public
 */
export interface OperationStep {
  name: string;
  state: 'pending' | 'running' | 'waiting' | 'succeeded' | 'failed' | 'skipped';
  message?: string;
  /** ISO 8601 */
  startedAt?: string;
  /** ISO 8601 */
  finishedAt?: string;
  url?: string;
}

/**
 * A field of the form that an operation is started with, made from the upstream's own definition.
 *
 * @public
 */
export interface OperationParameter {
  name: string;
  /** What people read, where it is not the name. */
  title?: string;
  description?: string;
  type: 'string' | 'text' | 'number' | 'boolean' | 'choice' | 'secret';
  required: boolean;
  /** As text, whatever the type. */
  defaultValue?: string;
  /** Of a choice. */
  choices?: string[];
  /** A regular expression, as the upstream has it. */
  pattern?: string;
}
