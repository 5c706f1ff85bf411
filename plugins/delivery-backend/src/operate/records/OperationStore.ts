import type {
  ApprovalView,
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
   * @returns the one that the same actor asked for with the same key before, where there is one
   */
  add(
    operation: NewOperation,
  ): Promise<{ record: OperationRecord; isNew: boolean }>;
  get(id: string): Promise<OperationRecord | undefined>;
  /** Those that have not ended, oldest first. */
  open(): Promise<OperationRecord[]>;
  /** Those of an entity that have not ended, and the newest that have. */
  ofEntity(entityRef: string, limit: number): Promise<OperationRecord[]>;
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
  /** Of the operations that act on a subject the one that came first and has not ended. */
  firstOn(subject: string): Promise<string | undefined>;
  freeze(): Promise<FleetFreeze | undefined>;
  setFreeze(freeze: FleetFreeze | undefined): Promise<void>;
  /** Removes what ended before a time. */
  prune(before: string): Promise<number>;
}

/** The states of operations that have not ended. */
export const OPEN_STATES: readonly OperationState[] = [
  'waiting',
  'queued',
  'running',
];
