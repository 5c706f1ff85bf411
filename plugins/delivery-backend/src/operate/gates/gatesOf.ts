import type { OperationsConfig } from '../config/readOperations';
import type { AnyGate } from './Gate';
import { notFrozen } from './notFrozen';
import { reversible } from './reversible';

/** The gates of an operation. What ran there before was let in before: a roll back asks for approvals,
 * no freeze, and that what it undoes can be undone. */
export function gatesOf(
  type: string,
  environment: string,
  config: OperationsConfig,
): AnyGate[] {
  const all = config.gates.get(environment)?.gates ?? [];
  return [
    notFrozen(config.freezes),
    ...(type === 'rollBack'
      ? [reversible(), ...all.filter(({ kind }) => kind === 'approvals')]
      : all),
  ];
}
