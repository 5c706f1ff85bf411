import type { TargetCondition } from '@throughline/plugin-delivery-common';
import { cleanMessage } from '@throughline/plugin-delivery-node';
import { wordsOf } from '../objects/base';
import type { ApplierFacts, Condition } from '../objects/facts';
import { sourceConditions } from './sourceConditions';
import type { UsedSource } from './sources';

type Severity = TargetCondition['severity'];

/**
 * What the conditions of Kustomizations and HelmReleases mean, by whether they are true or false. What is all right
 * is not mentioned.
 *
 * | condition | True | False |
 * | --- | --- | --- |
 * | Ready, Healthy, Released | – | error |
 * | TestSuccess | – | error |
 * | Stalled | error | – |
 * | Drifted, Remediated | warning | – |
 * | Reconciling | info | – |
 * | anything else | info | warning |
 *
 * `Unknown` is info; any other status is a warning.
 */
const MEANINGS: Readonly<
  Record<string, { True?: Severity; False?: Severity }>
> = {
  Ready: { False: 'error' },
  Healthy: { False: 'error' },
  Released: { False: 'error' },
  TestSuccess: { False: 'error' },
  Stalled: { True: 'error' },
  Drifted: { True: 'warning' },
  Remediated: { True: 'warning', False: 'error' },
  Reconciling: { True: 'info' },
};

/** What an applier and its sources warn of, in a stable order. */
export function mapConditions(
  applier: ApplierFacts,
  sources: readonly UsedSource[],
): TargetCondition[] {
  const own = applier.conditions.flatMap(condition => {
    const severity = severityOf(condition);
    return severity
      ? [
          {
            type: condition.type,
            message: cleanMessage(wordsOf(condition), 500),
            severity,
          },
        ]
      : [];
  });
  return [...own, ...notes(applier), ...sourceConditions(sources)].sort(
    (one, other) =>
      `${one.type} ${one.message}` < `${other.type} ${other.message}` ? -1 : 1,
  );
}

/** How bad a condition is; undefined where all is right. */
export function severityOf({ type, status }: Condition): Severity | undefined {
  if (status === 'True' || status === 'False') {
    return Object.hasOwn(MEANINGS, type)
      ? MEANINGS[type][status]
      : ({ True: 'info', False: 'warning' } as const)[status];
  }
  return status === 'Unknown' ? 'info' : 'warning';
}

function notes(applier: ApplierFacts): TargetCondition[] {
  const told: TargetCondition[] = [];
  if (applier.deleting) {
    told.push({
      type: 'Deleting',
      message: 'It is being deleted',
      severity: 'warning',
    });
  }
  if (applier.remote) {
    told.push({
      type: 'RemoteCluster',
      message: cleanMessage(
        `It applies to another cluster, that of ${applier.remote}; which one that is cannot be told`,
      ),
      severity: 'info',
    });
  }
  if (applier.kind === 'Kustomization' && applier.appliedOrigin) {
    told.push({
      type: 'OriginRevision',
      message: cleanMessage(
        `The source says that it was made from ${applier.appliedOrigin}`,
      ),
      severity: 'info',
    });
  }
  return told;
}
