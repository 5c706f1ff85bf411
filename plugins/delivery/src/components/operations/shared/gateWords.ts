import type { GateVerdict } from '@throughline/plugin-delivery-common';
import { operationsMessages } from '../../../messages/operations';
import type { Translate } from '../../../hooks/useT';

type KnownGate = keyof typeof operationsMessages.gate;

function isKnown(gate: string): gate is KnownGate {
  return Object.hasOwn(operationsMessages.gate, gate);
}

/** The gate's name for people; its own where this page does not know it. */
export function gateName(gate: string, t: Translate): string {
  return isKnown(gate) ? t(`operations.gate.${gate}`) : gate;
}

/** What a gate says, in a sentence. */
export function gateText(verdict: GateVerdict, t: Translate): string {
  return t('operations.gateOf', {
    gate: gateName(verdict.gate, t),
    state: t(`operations.gateState.${verdict.state}`),
    reason: verdict.reason,
  });
}
