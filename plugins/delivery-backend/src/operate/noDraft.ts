import type { OperationInput } from '@throughline/plugin-delivery-common';
import type { OperationDraft } from './plan/OperationDraft';

/** The draft of what cannot be drafted. */
export function noDraft(
  { type, entityRef }: OperationInput,
  refusedBecause: string,
): OperationDraft {
  return {
    order: { gated: false, resources: [] },
    plan: {
      type,
      entityRef,
      targets: [],
      changes: [],
      gates: [],
      approvalsNeeded: 0,
      warnings: [],
      refusedBecause,
      parameters: [],
      mayBreakGlass: false,
    },
  };
}
