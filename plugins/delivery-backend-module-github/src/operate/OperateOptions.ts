import type {
  OperateContext,
  OperationProgress,
} from '@throughline/plugin-delivery-node';
import type { Paced } from '../api/Paced';
import type { RepositoryRule } from '../api/RepositoryRule';
import type { ActionsReader } from './ActionsReader';
import type { ActionsWriter } from './ActionsWriter';

/** What the operations of a host share. */
export interface OperateOptions {
  rule: RepositoryRule;
  reader(context: Pick<OperateContext, 'signal'>): ActionsReader;
  writer(context: Pick<OperateContext, 'signal'>): ActionsWriter;
  paced: Paced<OperationProgress>;
  /** See `settled`. */
  settleMs: number;
}
