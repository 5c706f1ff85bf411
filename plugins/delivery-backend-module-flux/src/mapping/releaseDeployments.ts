import type { DeploymentOutcome } from '@throughline/plugin-delivery-common';
import type { DeploymentItem } from '@throughline/plugin-delivery-node';
import { conditionOf } from '../objects/base';
import type { HelmReleaseFacts, ReleaseSnapshot } from '../objects/facts';
import { objectKey } from '../objects/kinds';
import { desiredOfRelease } from './desiredOfRelease';
import type { UsedSource } from './sources';

/**
 * | Helm's status | here |
 * | --- | --- |
 * | deployed, superseded | succeeded; failed where its tests failed; running while they run |
 * | failed | failed |
 * | pending-install, pending-upgrade, pending-rollback | running |
 * | uninstalled, uninstalling | unknown: it is gone, and how it went is not remembered |
 * | unknown, and anything else | unknown |
 */
const OUTCOMES: Readonly<Record<string, DeploymentOutcome>> = {
  deployed: 'succeeded',
  superseded: 'succeeded',
  failed: 'failed',
  'pending-install': 'running',
  'pending-upgrade': 'running',
  'pending-rollback': 'running',
};

/**
 * The deployments that a HelmRelease remembers: each version of the Helm release, down to the last but one that went
 * well. Helm numbers them from 1, so that what was forgotten shows as a gap.
 */
export function releaseDeployments(
  facts: HelmReleaseFacts,
  sources: readonly UsedSource[],
): DeploymentItem[] {
  const targetKey = objectKey(facts);
  return facts.history.map((release, index) => {
    const desired = desiredOfRelease(facts, sources, release).map(
      ({ available: _, ...each }) => each,
    );
    const outcome = outcomeOf(release, facts, index === 0);
    const message = messageOf(release, outcome);
    return {
      kind: 'deployment',
      key: `${targetKey}@${release.namespace}/${release.name}.v${
        release.version
      }@${release.deployed ?? ''}`,
      targetKey,
      ...(release.version > 0 && { sequence: release.version - 1 }),
      revisions: desired.map(({ revision }) => revision ?? ''),
      desired,
      outcome,
      ...(release.deployed && { startedAt: release.deployed }),
      ...(finishedAt(release, outcome) && {
        finishedAt: finishedAt(release, outcome),
      }),
      actor: { name: 'Flux', automated: true },
      trigger: release.action === 'rollback' ? 'rollback' : 'automated',
      ...(message && { message }),
    };
  });
}

/** How a version of a release went; its status alone does not tell, as a release whose tests failed is deployed. */
export function outcomeOf(
  { status, tests }: Pick<ReleaseSnapshot, 'status' | 'tests'>,
  facts: Pick<HelmReleaseFacts, 'tested' | 'conditions'>,
  isNewest: boolean,
): DeploymentOutcome {
  const outcome = Object.hasOwn(OUTCOMES, status)
    ? OUTCOMES[status]
    : 'unknown';
  if (outcome !== 'succeeded' || !facts.tested) {
    return outcome;
  }
  if (tests === 'failed') {
    return 'failed';
  }
  if (tests === 'passed') {
    return 'succeeded';
  }
  if (!isNewest) {
    return 'unknown';
  }
  return conditionOf(facts, 'TestSuccess')?.status === 'False'
    ? 'failed'
    : 'running';
}

function messageOf(
  release: ReleaseSnapshot,
  outcome: DeploymentOutcome,
): string | undefined {
  if (release.tests === 'failed') {
    return 'Its tests failed';
  }
  return outcome === 'succeeded' ? undefined : `Helm says: ${release.status}`;
}

function finishedAt(
  { tested, deployed }: ReleaseSnapshot,
  outcome: DeploymentOutcome,
): string | undefined {
  return tested && outcome !== 'running' && tested >= (deployed ?? '')
    ? tested
    : undefined;
}
