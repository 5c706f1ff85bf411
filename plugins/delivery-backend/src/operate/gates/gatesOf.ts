import type { OperationType } from '@throughline/plugin-delivery-common';
import type { OperationsConfig } from '../config/readOperations';
import { APPROVALS, type AnyGate } from './Gate';
import { notFrozen } from './notFrozen';
import { reversible } from './reversible';

/**
 * The gates of an operation. What ran there before was let in before: a roll back asks for approvals, no freeze, and that
 * what it undoes can be undone. Giving a line back to its automation brings no version that others could speak of.
 */
export function gatesOf(
  type: OperationType,
  environment: string,
  config: OperationsConfig,
): AnyGate[] {
  const all = config.gates.get(environment)?.gates ?? [];
  const byPeople = all.filter(({ kind }) => kind === APPROVALS);
  const others: Partial<Record<OperationType, AnyGate[]>> = {
    rollBack: [reversible(), ...byPeople],
    unpin: byPeople,
  };
  return [notFrozen(config.freezes), ...(others[type] ?? all)];
}
