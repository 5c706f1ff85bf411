import type { TargetCondition } from '@throughline/plugin-delivery-common';
import { cleanMessage } from '@throughline/plugin-delivery-node';
import { conditionOf, wordsOf } from '../objects/base';
import type { SourceFacts } from '../objects/facts';
import { nameOf, type UsedSource } from './sources';

type Severity = TargetCondition['severity'];

/**
 * The conditions of sources that say, while they are true, that what was fetched is not what there is to fetch.
 * `ArtifactOutdated` alone is no failure: the new artifact is being made.
 */
const FAILURES: Readonly<Record<string, Severity>> = {
  FetchFailed: 'error',
  BuildFailed: 'error',
  IncludeUnavailable: 'error',
  StorageOperationFailed: 'error',
  Stalled: 'error',
  ArtifactOutdated: 'warning',
};

interface Doubt {
  type: string;
  severity: Severity;
  message: string;
  /** Whether it is then unknown what Git asks for. */
  blinds: boolean;
}

/** What is wrong with the sources of an applier, as conditions of its own. */
export function sourceConditions(
  sources: readonly UsedSource[],
): TargetCondition[] {
  return sources.flatMap(source =>
    doubtsOf(source).map(({ type, severity, message }) => ({
      type,
      severity,
      message: cleanMessage(`${nameOf(source.reference)}: ${message}`, 500),
    })),
  );
}

/** Why it cannot be told whether there is something newer than what was fetched; undefined where it can. */
export function blindness(sources: readonly UsedSource[]): string | undefined {
  for (const source of sources) {
    const doubt = doubtsOf(source).find(({ blinds }) => blinds);
    if (doubt) {
      return cleanMessage(`${nameOf(source.reference)}: ${doubt.message}`);
    }
  }
  return undefined;
}

function doubtsOf({ found }: UsedSource): Doubt[] {
  if (found.state === 'missing') {
    return [
      {
        type: 'SourceMissing',
        severity: 'error',
        message: 'there is no such object',
        blinds: true,
      },
    ];
  }
  if (found.state === 'unseen') {
    return [
      {
        type: 'SourceUnseen',
        severity: 'info',
        message:
          'it cannot be looked at, so that what it has fetched is not known',
        blinds: false,
      },
    ];
  }
  return doubtsAbout(found.facts);
}

function doubtsAbout(facts: SourceFacts): Doubt[] {
  const doubts: Doubt[] = [];
  if (facts.suspended) {
    doubts.push({
      type: 'SourceSuspended',
      severity: 'warning',
      message: 'it is suspended: nothing new is fetched',
      blinds: true,
    });
  }
  for (const [type, severity] of Object.entries(FAILURES)) {
    const condition = conditionOf(facts, type);
    if (condition?.status === 'True') {
      doubts.push({
        type,
        severity,
        message: wordsOf(condition),
        blinds: true,
      });
    }
  }
  const ready = conditionOf(facts, 'Ready');
  if (ready?.status === 'False' && !doubts.some(one => one.type in FAILURES)) {
    doubts.push({
      type: 'SourceNotReady',
      severity: 'error',
      message: wordsOf(ready),
      blinds: true,
    });
  }
  return doubts;
}
