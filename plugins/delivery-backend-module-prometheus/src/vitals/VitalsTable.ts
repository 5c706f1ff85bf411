import {
  worstHealth,
  type Alert,
  type HealthStatus,
  type Judged,
} from '@throughline/plugin-delivery-common';
import type {
  Observation,
  VitalsItem,
} from '@throughline/plugin-delivery-node';
import { parseValue } from '../api/parseValue';
import {
  AlertItem,
  LabelsOfAlert,
  LabelsOfMetric,
  VectorItem,
} from '../api/schemas';
import type { QueryResult } from '../api/PrometheusClient';
import type { Labels } from '../config/readLabels';
import type { Probe } from '../config/readProbe';
import { judgeValue } from './judgeValue';
import { placeOf, type Place } from './placeOf';
import { readAlert, sortAlerts } from './readAlert';

const MAX_ALERTS = 50;

interface Row {
  place: Place;
  verdicts: Map<string, Judged<HealthStatus>[]>;
  alerts: Alert[];
}

type Malformed = Extract<Observation, { type: 'malformed' }>;

/** Gathers, for each service and environment, what the probes and alerts of one pass say. */
export class VitalsTable {
  readonly malformed: Malformed[] = [];
  readonly #rows = new Map<string, Row>();
  readonly #broken = new Set<string>();
  /** What could not be placed, by what it came from: the labels that it lacks. */
  readonly unplaced = new Map<string, Set<string>>();

  constructor(
    private readonly scope: string,
    private readonly labels: Labels,
    private readonly externalUrl: string,
  ) {}

  /** Takes the samples of a probe. */
  takeSamples(probe: Probe, { items, warnings }: QueryResult): void {
    const from = `probe:${probe.name}`;
    for (const item of items) {
      const labels = LabelsOfMetric.safeParse(item).data?.metric;
      const row = labels && this.#rowOf(labels, from);
      const sample = VectorItem.safeParse(item).data;
      if (!sample) {
        this.#spoil(row, `a sample of the probe ${probe.name}`);
      } else if (row) {
        const verdict = judgeValue(probe, parseValue(sample.value[1]));
        const verdicts = row.verdicts.get(probe.name) ?? [];
        verdicts.push(warnings.length > 0 ? doubted(verdict) : verdict);
        row.verdicts.set(probe.name, verdicts);
      }
    }
  }

  /** Takes the alerts; those that name no service are not about one. */
  takeAlerts(items: readonly unknown[]): void {
    for (const item of items) {
      const labels = LabelsOfAlert.safeParse(item).data?.labels;
      if (labels && !labels[this.labels.service]) {
        continue;
      }
      const row = labels && this.#rowOf(labels, 'alerts');
      const alert = AlertItem.safeParse(item).data;
      if (!alert) {
        this.#spoil(row, 'an alert');
      } else if (row) {
        row.alerts.push(readAlert(alert, this.externalUrl));
      }
    }
  }

  /** What is known of each, in the order of their keys. The probes in `failed` could not be asked. */
  items(probes: readonly Probe[], failed: ReadonlySet<string>): VitalsItem[] {
    return [...this.#rows.values()]
      .filter(({ place }) => !this.#broken.has(place.key))
      .sort((a, b) => (a.place.key < b.place.key ? -1 : 1))
      .map(({ place, verdicts, alerts }) => ({
        kind: 'vitals',
        key: place.key,
        service: place.service,
        environment: place.environment,
        probes: probes.map(({ name }) => ({
          name,
          health: failed.has(name)
            ? { status: 'unknown', reason: 'the query of the probe failed' }
            : told(verdicts.get(name)),
        })),
        alerts: shown(alerts),
      }));
  }

  #rowOf(metric: Record<string, string>, from: string): Row | undefined {
    const place = placeOf(metric, this.labels);
    if ('lacks' in place) {
      const lacks = this.unplaced.get(from) ?? new Set();
      this.unplaced.set(from, lacks.add(place.lacks));
      return undefined;
    }
    const row = this.#rows.get(place.key) ?? {
      place,
      verdicts: new Map(),
      alerts: [],
    };
    this.#rows.set(place.key, row);
    return row;
  }

  #spoil(row: Row | undefined, what: string): void {
    if (row && this.#broken.has(row.place.key)) {
      return;
    }
    if (row) {
      this.#broken.add(row.place.key);
    }
    this.malformed.push({
      type: 'malformed',
      scope: this.scope,
      item: {
        kind: 'vitals',
        ...(row && { key: row.place.key }),
        description: row ? `${what} of ${row.place.key}` : what,
      },
      reason: `${what} is not in the form of the API`,
    });
  }
}

/** Series that are not told apart by service and environment alone speak together: the worst of them counts. */
function told(
  verdicts: readonly Judged<HealthStatus>[] | undefined,
): Judged<HealthStatus> {
  return verdicts
    ? worstHealth(verdicts)
    : { status: 'unknown', reason: 'no data' };
}

/** The server says that its answer may lack something: what is missing could be what is broken. */
function doubted(verdict: Judged<HealthStatus>): Judged<HealthStatus> {
  return verdict.status === 'healthy'
    ? {
        status: 'unknown',
        reason: 'the server warns that its answer may be incomplete',
      }
    : verdict;
}

/** Where there are too many, firing ones come first. */
function shown(alerts: readonly Alert[]): Alert[] {
  const sorted = sortAlerts(alerts);
  if (sorted.length <= MAX_ALERTS) {
    return sorted;
  }
  const firing = sorted.filter(({ state }) => state === 'firing');
  const pending = sorted.filter(({ state }) => state === 'pending');
  return sortAlerts([...firing, ...pending].slice(0, MAX_ALERTS));
}
