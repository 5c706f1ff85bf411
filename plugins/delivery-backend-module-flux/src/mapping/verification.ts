import type { Verification } from '@throughline/plugin-delivery-common';
import { conditionOf, wordsOf } from '../objects/base';
import { factsOf, nameOf, type UsedSource } from './sources';

/**
 * Whether the source of an applier was verified. Flux checks what it fetches itself, so that its word is taken; of a
 * chart it is the chart that counts, not the repository's index.
 */
export function mapVerification(
  source: UsedSource | undefined,
): Verification | undefined {
  if (!source) {
    return undefined;
  }
  const facts = factsOf(source);
  const name = nameOf(source.reference);
  if (!facts) {
    return {
      status: 'unknown',
      reason: `${name} cannot be looked at`,
    };
  }
  if (!facts.verify) {
    return { status: 'absent', reason: `${name} does not ask for it` };
  }
  const condition = conditionOf(facts, 'SourceVerified');
  if (!condition) {
    return { status: 'unknown', reason: `${name} has not been verified yet` };
  }
  const reason = `${name}: ${wordsOf(condition)}`;
  const { generation, observedGeneration } = facts;
  const seen = condition.observedGeneration ?? observedGeneration;
  if (generation !== undefined && (seen === undefined || seen < generation)) {
    return { status: 'unknown', reason: `of an older generation: ${reason}` };
  }
  switch (condition.status) {
    case 'True':
      return { status: 'verified', reason };
    case 'False':
      return { status: 'failed', reason };
    default:
      return { status: 'unknown', reason };
  }
}
