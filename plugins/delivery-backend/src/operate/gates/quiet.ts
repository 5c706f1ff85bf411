import type { VitalsView } from '@throughline/plugin-delivery-common';
import type { Gate } from './Gate';

const ALERTS = 'noAlerts';
const METRICS = 'metricsHealthy';

/**
 * Asks that no alert is firing in the environment, and in the one before it.
 *
 * @param severities - the alerts that count; all where empty
 */
export function noAlerts(severities: readonly string[] = []): Gate {
  return {
    kind: ALERTS,
    judge({ vitals, previous, environment }) {
      const places: [string, readonly VitalsView[]][] = [
        [environment, vitals],
        ...(previous
          ? [[previous.name, previous.vitals] as [string, VitalsView[]]]
          : []),
      ];
      const silent = silentOf(places);
      if (silent) {
        return { gate: ALERTS, state: 'wait', reason: silent };
      }
      const firing = places.flatMap(([place, views]) =>
        views
          .flatMap(view => view.alerts)
          .filter(
            alert =>
              alert.state === 'firing' &&
              (severities.length === 0 ||
                severities.includes(alert.severity ?? '')),
          )
          .map(alert => `${alert.name} (${place})`),
      );
      return firing.length > 0
        ? {
            gate: ALERTS,
            state: 'wait',
            reason: `firing: ${[...new Set(firing)].sort().join(', ')}`,
          }
        : { gate: ALERTS, state: 'pass', reason: 'no alert is firing' };
    },
  };
}

/** Asks that all probes of the environment before this one are healthy. */
export function metricsHealthy(): Gate {
  return {
    kind: METRICS,
    judge({ previous }) {
      if (!previous) {
        return {
          gate: METRICS,
          state: 'fail',
          reason: 'there is no environment before this one to measure',
        };
      }
      const silent = silentOf([[previous.name, previous.vitals]]);
      const probes = previous.vitals.flatMap(each => each.probes);
      if (silent || probes.length === 0) {
        return {
          gate: METRICS,
          state: 'wait',
          reason: silent ?? `nothing is measured in ${previous.title}`,
        };
      }
      const bad = probes.filter(({ health }) => health.status !== 'healthy');
      return bad.length > 0
        ? {
            gate: METRICS,
            state: 'wait',
            reason: `in ${previous.title}: ${bad
              .map(({ name, health }) => `${name} is ${health.status}`)
              .join(', ')}`,
          }
        : {
            gate: METRICS,
            state: 'pass',
            reason: `all probes are healthy in ${previous.title}`,
          };
    },
  };
}

/** Where nobody watches, or the one who does is not heard, there may be an alert all the same. */
function silentOf(
  places: readonly [string, readonly VitalsView[]][],
): string | undefined {
  for (const [place, views] of places) {
    if (views.length === 0) {
      return `no monitoring tells of ${place}`;
    }
    const stale = views.find(view => view.staleSince);
    if (stale) {
      return `${stale.sourceId} was heard of ${place} at ${stale.staleSince} last`;
    }
  }
  return undefined;
}
