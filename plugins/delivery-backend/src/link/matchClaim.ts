import type { Claim } from './Claim';
import { matchesLabels } from './labelSelector';
import { systemOf, type TargetFacts } from './TargetFacts';

/** Whether a claim speaks of a target: all that the claim names must hold. */
export function matchesClaim(claim: Claim, target: TargetFacts): boolean {
  return (
    (!claim.system || systemOf(target.sourceId) === claim.system) &&
    (!claim.types || claim.types.includes(target.type)) &&
    (!claim.sources || claim.sources.includes(target.sourceId)) &&
    (!claim.names || claim.names.includes(target.name)) &&
    (!claim.namespace || target.namespace === claim.namespace) &&
    (!claim.project || target.project === claim.project) &&
    (!claim.pipeline || target.pipelineKeys.includes(claim.pipeline)) &&
    (!claim.cluster || isOnCluster(target, claim.cluster)) &&
    (!claim.selector || matchesLabels(claim.selector, target.labels)) &&
    (!claim.repository || isMadeFrom(target, claim))
  );
}

function isOnCluster(target: TargetFacts, cluster: string): boolean {
  return (
    target.cluster?.name === cluster ||
    target.sourceId.slice(target.sourceId.indexOf(':') + 1) === cluster
  );
}

function isMadeFrom(target: TargetFacts, claim: Claim): boolean {
  return target.desired.some(
    ({ repository, path }) =>
      repository === claim.repository &&
      (claim.paths ?? ['']).some(
        folder => path === undefined || isBelow(path, folder),
      ),
  );
}

/** Whether a folder is another one or inside of it; `''` holds everything. */
export function isBelow(path: string, folder: string): boolean {
  return folder === '' || path === folder || path.startsWith(`${folder}/`);
}
