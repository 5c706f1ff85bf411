import type { TargetView } from '@throughline/plugin-delivery-common';
import type { VersionOrder } from '../plan/VersionOrder';

/** How a target fares on the way to a version, by what was observed. */
export type Watched =
  | { type: 'applying'; message: string }
  | { type: 'waiting'; message: string }
  | { type: 'degraded'; message: string }
  | { type: 'healthy' };

/**
 * Says how far a target has come. "Healthy" is said only of what was observed lately, runs the version, agrees with Git
 * and is healthy.
 *
 * @param shas - the commits that ask for the version
 */
export function watchTarget(
  view: TargetView | undefined,
  order: VersionOrder,
  shas: readonly string[],
): Watched {
  if (!view) {
    return { type: 'applying', message: 'it is not there' };
  }
  if (view.staleSince) {
    return {
      type: 'applying',
      message: `how it fares is known as of ${view.staleSince} only`,
    };
  }
  if (!hasVersion(view, order) || !hasConfiguration(view, order, shas)) {
    return {
      type: 'applying',
      message: `${view.version?.label ?? 'another version'} runs still`,
    };
  }
  if (view.health.status === 'degraded') {
    return {
      type: 'degraded',
      message: view.health.reason ?? 'it is degraded on the new version',
    };
  }
  if (view.rollout?.paused || view.health.status === 'suspended') {
    const { weight } = view.rollout ?? {};
    return {
      type: 'waiting',
      message:
        view.rollout?.message ??
        (weight === undefined
          ? 'it is paused'
          : `it is paused with ${weight} % on the new version`),
    };
  }
  if (view.sync.status === 'outOfSync' || view.health.status !== 'healthy') {
    return {
      type: 'applying',
      message: view.health.reason ?? `it is ${view.health.status}`,
    };
  }
  return { type: 'healthy' };
}

function hasVersion(
  { version, desired = [] }: TargetView,
  { wanted }: VersionOrder,
): boolean {
  const { image } = version ?? {};
  if (wanted.digest && image?.digest) {
    return image.digest === wanted.digest;
  }
  if (wanted.tag) {
    return image?.tag === wanted.tag;
  }
  return (
    wanted.revision === undefined ||
    desired.some(each =>
      [each.revision, each.targetRevision].includes(wanted.revision),
    )
  );
}

/** Where a configuration is brought back, the version alone does not tell that it is there. */
function hasConfiguration(
  { desired = [], configurationCommit }: TargetView,
  { edits }: VersionOrder,
  shas: readonly string[],
): boolean {
  return (
    edits.every(({ restore }) => restore === undefined) ||
    shas.some(
      sha =>
        configurationCommit?.sha === sha ||
        desired.some(each => each.revision === sha),
    )
  );
}
