import { timestamp } from '../../kubernetes/json';
import type { KubeObject } from '../../kubernetes/types';

/** A condition as Flux writes it. */
export interface Condition {
  type: string;
  status: 'True' | 'False' | 'Unknown';
  reason: string;
  message: string;
}

interface WrittenCondition extends Condition {
  observedGeneration?: number;
  lastTransitionTime: string;
}

/**
 * The conditions of an object after some were set and others taken away. The time of a transition stays where the
 * status does.
 */
export function withConditions(
  object: KubeObject,
  set: readonly Condition[],
  remove: readonly string[],
  now: Date,
): WrittenCondition[] {
  const before = (object.status?.conditions ?? []) as WrittenCondition[];
  const kept = before.filter(
    ({ type }) =>
      !remove.includes(type) && !set.some(condition => condition.type === type),
  );
  return [
    ...set.map(condition => {
      const same = before.find(
        ({ type, status }) =>
          type === condition.type && status === condition.status,
      );
      return {
        ...condition,
        observedGeneration: object.metadata.generation,
        lastTransitionTime: same?.lastTransitionTime ?? timestamp(now),
      };
    }),
    ...kept,
  ];
}
