import type { VersionOrder } from '../plan/VersionOrder';
import type { OperationProgress, OperationRecord } from '../records';
import type { ExecuteContext } from './Executor';
import type { VersionMemory } from './VersionMemory';

/** An operation on a version that is under way, with what is written down of it. */
export interface VersionWork {
  record: OperationRecord;
  order: VersionOrder;
  progress: OperationProgress;
  memory: VersionMemory;
  context: ExecuteContext;
}
