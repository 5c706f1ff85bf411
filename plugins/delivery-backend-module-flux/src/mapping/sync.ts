import type { Judged, SyncStatus } from '@throughline/plugin-delivery-common';
import { cleanMessage } from '@throughline/plugin-delivery-node';
import { conditionOf, wordsOf } from '../objects/base';
import type { ApplierFacts } from '../objects/facts';
import { sameRevision } from '../objects/revision';
import { appliedChart, deployedRelease } from './appliedRevisions';
import { currencyOf } from './currency';
import { rawOf } from './health';

/**
 * Whether what runs is what Git asks for, as far as Flux tells. The first line that fits counts.
 *
 * | Flux | here |
 * | --- | --- |
 * | Drifted=True | outOfSync |
 * | what was attempted last is not what is applied (revision, or a release's values) | outOfSync |
 * | the source has fetched something else than what is applied | outOfSync |
 * | suspended, or being deleted | unknown: nothing is compared |
 * | the newest generation has not been looked at | unknown |
 * | the source is suspended, missing or cannot be fetched | unknown: nobody knows what Git asks for |
 * | Ready=True | synced |
 * | anything else | unknown |
 *
 * @param available - what the source has fetched and is not applied
 * @param blindness - why the source cannot be believed
 */
export function judgeSync(
  applier: ApplierFacts,
  available: string | undefined,
  blindness: string | undefined,
): Judged<SyncStatus> {
  const ready = conditionOf(applier, 'Ready');
  const said = ready ? { raw: rawOf(ready) } : {};
  const difference = differenceOf(applier, available);
  if (difference) {
    return { status: 'outOfSync', ...said, reason: cleanMessage(difference) };
  }
  const doubt = doubtOf(applier) ?? blindness;
  if (doubt) {
    return { status: 'unknown', ...said, reason: cleanMessage(doubt) };
  }
  if (ready?.status === 'True') {
    return { status: 'synced', ...said };
  }
  return {
    status: 'unknown',
    ...said,
    reason: cleanMessage(ready ? wordsOf(ready) : 'Flux has not judged it yet'),
  };
}

function differenceOf(
  applier: ApplierFacts,
  available: string | undefined,
): string | undefined {
  const drifted = conditionOf(applier, 'Drifted');
  if (drifted?.status === 'True') {
    return wordsOf(drifted);
  }
  const applied =
    applier.kind === 'HelmRelease' ? appliedChart(applier) : applier.applied;
  if (applier.attempted && !sameRevision(applier.attempted, applied)) {
    return applied
      ? `${applier.attempted} was tried, ${applied} is applied`
      : `${applier.attempted} was tried, nothing is applied yet`;
  }
  if (applier.kind === 'HelmRelease') {
    const values = deployedRelease(applier)?.configDigest;
    if (
      values &&
      applier.attemptedConfig &&
      values !== applier.attemptedConfig
    ) {
      return 'other values were tried than those that are applied';
    }
  }
  return available && `its source has ${available}, which is not applied yet`;
}

function doubtOf(applier: ApplierFacts): string | undefined {
  if (applier.suspended) {
    return 'it is suspended: nothing compares it with its source';
  }
  if (applier.deleting) {
    return 'it is being deleted';
  }
  switch (currencyOf(applier)) {
    case 'stale':
      return 'the controller has not looked at its newest generation yet';
    case 'unknown':
      return 'it does not say which generation the controller has looked at';
    default:
      return undefined;
  }
}
