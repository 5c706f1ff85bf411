import type { HelmReleaseFacts, ReleaseSnapshot } from '../objects/facts';

/**
 * The release that runs: the newest one that Helm calls deployed. The newest of all may have failed, and the one
 * before it then runs on.
 */
export function deployedRelease({
  history,
}: HelmReleaseFacts): ReleaseSnapshot | undefined {
  return history.find(({ status }) => status === 'deployed');
}

/** The chart version that runs, as Flux writes it. HelmReleases have no `lastAppliedRevision` since v2beta2. */
export function appliedChart(facts: HelmReleaseFacts): string | undefined {
  return deployedRelease(facts)?.chartVersion ?? facts.applied;
}
