import {
  worstHealth,
  type HealthStatus,
  type Judged,
  type Lane,
  type VitalsView,
} from '@throughline/plugin-delivery-common';
import type { EntityRecord } from './EntityRecord';
import { whoCanTell } from './targetView';
import type { LaneVersions } from './LaneVersions';

/** What monitoring systems tell of an environment. */
export function vitalsOf(
  record: Pick<EntityRecord, 'vitals'>,
  environment: string,
): VitalsView[] | undefined {
  const views = record.vitals
    .filter(({ item }) => item.environment === environment)
    .map(({ sourceId, item }) => ({
      sourceId,
      probes: item.probes,
      alerts: item.alerts,
    }))
    .sort((a, b) => (a.sourceId < b.sourceId ? -1 : 1));
  return views.length > 0 ? views : undefined;
}

/**
 * The health of an environment that nobody observes: what probes say of it, and unknown where they say nothing.
 * Where a controller or a cluster tells, theirs is the word, and the vitals stand beside it.
 *
 * @param own - what the targets say
 */
export function healthWithVitals(
  own: Judged<HealthStatus>,
  targets: LaneVersions['targets'],
  vitals: readonly VitalsView[] | undefined,
): Pick<Lane, 'health' | 'healthBy'> {
  const observed = whoCanTell(targets, 'health').some(
    ({ stored: { item } }) =>
      (item.type !== 'environment' && item.type !== 'infrastructure') ||
      item.health.status !== 'unknown',
  );
  const probes = (vitals ?? []).flatMap(each => each.probes);
  if (observed || probes.length === 0) {
    return { health: own, healthBy: 'targets' };
  }
  const worst = worstHealth(probes.map(({ health }) => health));
  const { name } = probes.find(({ health }) => health === worst)!;
  const reason = [`probe ${name}`, worst.reason].filter(Boolean).join(': ');
  return { health: { ...worst, reason }, healthBy: 'probes' };
}
