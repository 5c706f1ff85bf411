import type {
  OperationInput,
  OperationPlan,
} from '@throughline/plugin-delivery-common';
import type { EntityRecord } from '../../read/EntityRecord';
import type { Judge } from '../access/AccessJudge';
import type { OperationOrder } from '../records';

/** What would be done, and what is kept of it where it is asked for. */
export interface OperationDraft {
  plan: OperationPlan;
  /** What is stored besides the input, where it is asked for. */
  order: Pick<
    OperationOrder,
    'gated' | 'resources' | 'from' | 'to' | 'details'
  >;
}

/** Works out what an operation of its family would do. It changes nothing. */
export interface Planner {
  handles(input: OperationInput): boolean;
  draft(
    input: OperationInput,
    record: EntityRecord,
    judge: Judge,
    signal: AbortSignal,
  ): Promise<OperationDraft>;
}
