import type {
  TargetOperation,
  TargetView,
} from '@throughline/plugin-delivery-common';
import type { VersionOrder } from '../plan/VersionOrder';

/** How a target fares on the way to a version, by what was observed. */
export type Watched =
  | { type: 'applying'; message: string }
  | { type: 'waiting'; message: string }
  | { type: 'degraded'; message: string }
  /** The version is there, and nothing tells how it fares, nor will. */
  | { type: 'unobserved'; message: string }
  | { type: 'healthy' };

/**
 * Says how far a target has come. "Healthy" is said only of what was observed lately, runs the version, agrees with Git
 * and is healthy.
 *
 * @param shas - the commits that ask for the version
 * @param since - ISO 8601; when the operation began
 */
export function watchTarget(
  view: TargetView | undefined,
  order: VersionOrder,
  shas: readonly string[],
  since?: string,
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
  const applied = appliedSince(view, shas, since);
  if (applied?.status === 'failed') {
    return {
      type: 'degraded',
      message: `it could not be applied: ${
        applied.message ?? 'its controller gives no reason'
      }`,
    };
  }
  if (!hasVersion(view, order) || !hasConfiguration(view, order, shas)) {
    const still = [
      stillRuns(view, shas),
      ...(isBusy(applied) && applied?.message ? [applied.message] : []),
    ].join('; ');
    return isStuck(view, shas)
      ? {
          type: 'degraded',
          message: `${view.health.reason ?? 'it is degraded'}; ${still}`,
        }
      : { type: 'applying', message: still };
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
  // What runs after a version is there, such as a test of it, has a say in whether it is well.
  return isBusy(applied)
    ? {
        type: 'applying',
        message: applied?.message ?? 'it is still being applied',
      }
    : { type: 'healthy' };
}

/** What a controller does, or did last, to apply the commits; nothing where that may have been for others. */
function appliedSince(
  view: TargetView,
  shas: readonly string[],
  since: string | undefined,
): TargetOperation | undefined {
  const { operation } = view;
  return operation &&
    isMadeFrom(view, shas) &&
    Date.parse(operation.startedAt ?? '') >= Date.parse(since ?? '')
    ? operation
    : undefined;
}

function isBusy(operation: TargetOperation | undefined): boolean {
  return operation?.status === 'running';
}

/** Whether the version was applied and does not come up: what ran before serves on, and is what is seen to run. */
function isStuck(view: TargetView, shas: readonly string[]): boolean {
  return (
    view.health.status === 'degraded' &&
    view.sync.status !== 'outOfSync' &&
    isMadeFrom(view, shas)
  );
}

/** Of rendered manifests, whether the commit is rendered yet is the first thing to wait for. */
function stillRuns(
  { version, desired = [] }: TargetView,
  shas: readonly string[],
): string {
  const still = `${version?.label ?? 'another version'} runs still`;
  const isRendered = desired.some(
    ({ rendered, revision }) =>
      !rendered && revision !== undefined && shas.includes(revision),
  );
  return desired.some(({ rendered }) => rendered) && !isRendered
    ? `${still}; the commit is not rendered yet`
    : still;
}

/** Whether a target has the version, by what was observed of it. */
export function hasVersion(view: TargetView, order: VersionOrder): boolean {
  const { image, commit } = view.version ?? {};
  const { wanted } = order;
  if (!hasRevision(view, order)) {
    return false;
  }
  if (view.type === 'environment' && !image) {
    // A record of what was deployed may know the commit alone.
    return commit !== undefined && commit.sha === order.version?.commit?.sha;
  }
  if (wanted.digest && image?.digest) {
    return image.digest === wanted.digest;
  }
  // A digest that is wanted and not told is no digest that is there.
  return wanted.tag === undefined
    ? wanted.digest === undefined
    : image?.tag === wanted.tag;
}

/** Where a chart's version or a revision was written, the target is made from that. */
function hasRevision(
  { id, desired = [] }: TargetView,
  { edits }: VersionOrder,
): boolean {
  const revision = edits.find(({ targetId }) => targetId === id)?.wanted
    .revision;
  return (
    revision === undefined ||
    desired.some(each =>
      [each.revision?.split('@')[0], each.targetRevision].includes(revision),
    )
  );
}

/** Where a configuration is brought back, the version alone does not tell that it is there. */
export function hasConfiguration(
  view: TargetView,
  { edits }: VersionOrder,
  shas: readonly string[],
): boolean {
  return (
    edits.every(({ restore }) => restore === undefined) ||
    isMadeFrom(view, shas)
  );
}

/** Whether one of these commits is what a target's configuration is made from. */
export function isMadeFrom(
  { desired = [], configurationCommit }: TargetView,
  shas: readonly string[],
): boolean {
  return shas.some(
    sha =>
      configurationCommit?.sha === sha ||
      desired.some(each => each.revision === sha),
  );
}
