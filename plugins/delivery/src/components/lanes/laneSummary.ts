import type { Lane, TargetView } from '@throughline/plugin-delivery-common';
import type { Translate } from '../../hooks/useT';

/** How many unwell targets are named before the rest is only counted. */
const NAMED = 2;

/** What tells a target from its neighbours. */
export function targetLabel(target: TargetView): string {
  return target.qualifier ?? target.name;
}

/** The targets that are worth naming. What cannot be observed by nature is not unwell for that. */
function isUnwell({ type, health }: TargetView): boolean {
  return type === 'environment' || type === 'infrastructure'
    ? health.status !== 'healthy' && health.status !== 'unknown'
    : health.status !== 'healthy';
}

/**
 * An environment of several targets in a phrase: "5/6 on 1.4.2, eu-west degraded".
 *
 * @returns undefined where there is nothing to sum up: one target speaks for itself
 */
export function laneSummary(lane: Lane, t: Translate): string | undefined {
  // Infrastructure has no version of the service.
  const total = lane.targets.filter(
    target => target.type !== 'infrastructure',
  ).length;
  if (lane.targets.length < 2) {
    return undefined;
  }
  const parts: string[] = [];
  const [main] = lane.versions;
  if (main && total > 1) {
    parts.push(
      t('lanes.onVersion', {
        number: String(main.targets),
        total: String(total),
        version: main.label,
      }),
    );
  }
  const unwell = lane.targets.filter(isUnwell);
  for (const target of unwell.slice(0, NAMED)) {
    const word = t(`status.health.${target.health.status}`);
    parts.push(
      t('lanes.targetIs', {
        target: targetLabel(target),
        status: word.toLocaleLowerCase(),
      }),
    );
  }
  if (unwell.length > NAMED) {
    parts.push(t('lanes.andMore', { number: String(unwell.length - NAMED) }));
  }
  return parts.length > 0 ? parts.join(', ') : undefined;
}

/** Whether any target of a lane is claimed by entities of several owners. */
export function isContested(lane: Pick<Lane, 'targets'>): boolean {
  return lane.targets.some(target => target.link.trust === 'contested');
}

/** Whether no more than the status of a lane's targets may be seen, for want of what backs the claim. */
export function isStatusOnly(lane: Pick<Lane, 'targets'>): boolean {
  return (
    lane.targets.length > 0 &&
    !isContested(lane) &&
    lane.targets.every(target => target.access === 'statusOnly')
  );
}
