import type { HealthStatus, Judged } from '@throughline/plugin-delivery-common';
import { conditionOf, wordsOf } from '../objects/base';
import type { BaseFacts, Condition } from '../objects/facts';
import { currencyOf } from './currency';

const NOT_LOOKED = 'the controller has not looked at its newest generation yet';

/**
 * The first line that fits counts.
 *
 * | Flux | here |
 * | --- | --- |
 * | `spec.suspend` | suspended; all else is frozen while it is |
 * | Stalled=True | degraded |
 * | Ready=True, of the newest generation | healthy; progressing while it is being deleted |
 * | Ready=True, of an older generation | progressing |
 * | Ready=True, of no generation | unknown |
 * | Ready=False, even with Reconciling=True | degraded |
 * | Ready=Unknown | progressing |
 * | no Ready, and an older generation or Reconciling=True | progressing |
 * | no Ready otherwise, or a word that is not in the schema | unknown |
 */
export function judgeHealth(facts: BaseFacts): Judged<HealthStatus> {
  const ready = conditionOf(facts, 'Ready');
  const stalled = conditionOf(facts, 'Stalled');
  if (facts.suspended) {
    return {
      status: 'suspended',
      raw: 'suspend: true',
      reason:
        ready?.status === 'False'
          ? `it is suspended; before that: ${wordsOf(ready)}`
          : 'it is suspended',
    };
  }
  if (stalled?.status === 'True') {
    return {
      status: 'degraded',
      raw: rawOf(stalled),
      reason: wordsOf(stalled),
    };
  }
  if (stalled && stalled.status !== 'False') {
    return unfamiliar(stalled);
  }
  if (!ready) {
    return withoutReady(facts);
  }
  const raw = rawOf(ready);
  switch (ready.status) {
    case 'True':
      return ofReady(facts, raw);
    case 'False':
      return { status: 'degraded', raw, reason: wordsOf(ready) };
    case 'Unknown':
      return { status: 'progressing', raw, reason: wordsOf(ready) };
    default:
      return unfamiliar(ready);
  }
}

/** A condition as it is written here, such as `Ready=False: BuildFailed`. */
export function rawOf({ type, status, reason }: Condition): string {
  return `${type}=${status}${reason ? `: ${reason}` : ''}`.slice(0, 200);
}

function ofReady(facts: BaseFacts, raw: string): Judged<HealthStatus> {
  switch (currencyOf(facts)) {
    case 'current':
      return facts.deleting
        ? { status: 'progressing', raw, reason: 'it is being deleted' }
        : { status: 'healthy', raw };
    case 'stale':
      return { status: 'progressing', raw, reason: NOT_LOOKED };
    default:
      return {
        status: 'unknown',
        raw,
        reason: 'it is ready, but does not say as which generation',
      };
  }
}

function withoutReady(facts: BaseFacts): Judged<HealthStatus> {
  const reconciling = conditionOf(facts, 'Reconciling');
  if (reconciling?.status === 'True') {
    return {
      status: 'progressing',
      raw: rawOf(reconciling),
      reason: wordsOf(reconciling),
    };
  }
  return currencyOf(facts) === 'stale'
    ? { status: 'progressing', reason: NOT_LOOKED }
    : { status: 'unknown', reason: 'Flux has not judged it yet' };
}

function unfamiliar(condition: Condition): Judged<HealthStatus> {
  return {
    status: 'unknown',
    raw: rawOf(condition),
    reason: `${condition.type} has a status that is not known here`,
  };
}
