import { ConflictError } from '@backstage/errors';
import type { OperationInput } from '@throughline/plugin-delivery-common';
import { canonicalJson } from '../store/canonicalJson';
import { keepParameters } from './keepParameters';
import type { OperationRecord } from './records';

/**
 * Requires that an operation is what is asked for again with its key.
 *
 * @throws ConflictError where the key was used by somebody else, or for something else
 */
export function requireSameRequest(
  record: OperationRecord,
  input: OperationInput,
  actor: string,
): void {
  if (record.actor !== actor) {
    throw new ConflictError(
      'This idempotencyKey was used by somebody else. Make a new one.',
    );
  }
  const known = record.order.input;
  const names = [
    ...Object.keys(known.parameters ?? {}),
    // Of what was refused not all that was given need have been kept.
    ...(record.state === 'refused' ? [] : Object.keys(input.parameters ?? {})),
  ];
  const [before, now] = [known, input].map(each =>
    canonicalJson(keepParameters(each, names)),
  );
  if (before !== now) {
    throw new ConflictError(
      `This idempotencyKey was used for something else: operation ${record.id} (${record.type}). Make a new one for each operation.`,
    );
  }
}
