import type {
  DesiredSource,
  VersionView,
} from '@throughline/plugin-delivery-common';
import type { DeploymentItem } from '@throughline/plugin-delivery-node';
import type { MadeFrom, WantedVersion } from '../versions/VersionRule';

/** What is to be written of a version that runs, or ran, somewhere. */
export function wantedOf(
  version: VersionView | undefined,
  madeFrom: readonly MadeFrom[],
): WantedVersion {
  const { repository, tag, digest } = version?.image ?? {};
  return {
    ...(repository ? { repository } : {}),
    ...(tag ? { tag } : {}),
    ...(digest ? { digest } : {}),
    ...(madeFrom.length > 0 ? { madeFrom: [...madeFrom] } : {}),
  };
}

/** What a deployment was made from. */
export function sourcesOf({ desired, revisions }: DeploymentItem): MadeFrom[] {
  return desired.map((each, index) =>
    sourceOf(revisions[index] ? { ...each, revision: revisions[index] } : each),
  );
}

/** Of a source, what tells which version it is. */
export function sourceOf(source: DesiredSource): MadeFrom {
  const { url, chart, targetRevision, revision, rendered } = source;
  return {
    url,
    ...(chart ? { chart } : {}),
    ...(targetRevision ? { targetRevision } : {}),
    ...(revision ? { revision } : {}),
    ...(rendered ? { rendered } : {}),
  };
}
