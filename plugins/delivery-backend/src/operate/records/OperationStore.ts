import type {
  ApprovalView,
  EntityOperations,
  OperationsQuery,
  OperationState,
} from '@throughline/plugin-delivery-common';
import type { Visible } from '../../read/Visible';
import type { FleetFreeze, OperationRecord } from './OperationRecord';

/** An operation before it is stored. */
export type NewOperation = Omit<
  OperationRecord,
  'version' | 'approvals' | 'updatedAt' | 'finishedAt'
> & {
  idempotencyKey: string;
  /** Ids of what it acts on. */
  subjects: readonly string[];
};

/** Where operations are kept. */
export interface OperationStore {
  /**
   * Stores a new operation.
   *
   * @returns the one that was asked for with the same key before, by whoever, where there is one
   */
  add(
    operation: NewOperation,
  ): Promise<{ record: OperationRecord; isNew: boolean }>;
  get(id: string): Promise<OperationRecord | undefined>;
  /** The one that was asked for with a key. */
  byKey(idempotencyKey: string): Promise<OperationRecord | undefined>;
  /** Those that have not ended: what waits for gates last, else oldest first. */
  open(): Promise<OperationRecord[]>;
  /** Those of an entity that have not ended, and the newest that have. */
  ofEntity(entityRef: string, limit: number): Promise<OperationRecord[]>;
  /** What is pinned of an entity in Git, however long ago, until an operation gives it back. */
  pins(entityRef: string): Promise<EntityOperations['pins']>;
  search(
    query: OperationsQuery & { limit: number },
    visible: Visible,
  ): Promise<OperationRecord[]>;
  /**
   * Writes state and progress.
   *
   * @returns the record with its new version; undefined where somebody else has written meanwhile, and nothing was
   */
  save(
    record: OperationRecord,
    change: Partial<Pick<OperationRecord, 'state' | 'progress'>>,
  ): Promise<OperationRecord | undefined>;
  /** @returns whether it counted; one who has decided already cannot decide again */
  decide(id: string, approval: ApprovalView): Promise<boolean>;
  /** Whose turn it is on a subject: the one that acts on it, else of those that are queued the one that came first. */
  firstOn(subject: string): Promise<string | undefined>;
  /** Those on any of some subjects that have not ended, oldest first. */
  openOn(subjects: readonly string[]): Promise<OperationRecord[]>;
  freeze(): Promise<FleetFreeze | undefined>;
  /** @returns false where it is frozen already, and nothing was written */
  setFreeze(freeze: FleetFreeze | undefined): Promise<boolean>;
  /** Removes all that ended before a time, with what hangs on it, and says how many. */
  prune(before: string): Promise<number>;
}

/** The states of operations that have not ended. */
export const OPEN_STATES: readonly OperationState[] = [
  'waiting',
  'queued',
  'running',
];
