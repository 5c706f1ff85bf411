import {
  cleanMessage,
  MAX_BATCH,
  SourceFailure,
  type Observation,
  type ObserveContext,
} from '@throughline/plugin-delivery-node';
import type { PrometheusClient, QueryResult } from '../api/PrometheusClient';
import { QueryRefused } from '../api/QueryRefused';
import type { InstanceConfig } from '../config/readPrometheusConfig';
import type { Probe } from '../config/readProbe';
import { VitalsTable } from './VitalsTable';

const SCOPE = 'vitals';

/** One pass: each probe is asked once for all services, and the alerts once. */
export async function* observeVitals(
  instance: InstanceConfig,
  client: PrometheusClient,
  { signal }: ObserveContext,
): AsyncGenerator<Observation> {
  const [answers, alerts] = await Promise.all([
    Promise.all(instance.probes.map(probe => askProbe(client, probe, signal))),
    instance.alerts ? askAlerts(client, signal) : [],
  ]);
  yield { type: 'alive' };

  const table = new VitalsTable(SCOPE, instance.labels, instance.externalUrl);
  const failed = new Set<string>();
  const problems = new Map<string, string>();
  for (const answer of answers) {
    const { probe } = answer;
    if ('refused' in answer) {
      failed.add(probe.name);
      problems.set(scopeOf(probe), answer.refused.message);
      continue;
    }
    const [warning] = answer.result.warnings;
    table.takeSamples(probe, answer.result);
    if (warning !== undefined) {
      problems.set(
        scopeOf(probe),
        `The server warns: ${cleanMessage(warning, 200)}`,
      );
    }
  }
  table.takeAlerts(alerts);
  for (const [from, lacks] of table.unplaced) {
    const labels = [...lacks]
      .sort()
      .map(label => `'${label}'`)
      .join(' and ');
    problems.set(
      from,
      `Some of its series have no usable label ${labels}, and belong to nobody`,
    );
  }

  if (failed.size > 0) {
    problems.set(
      SCOPE,
      'A probe could not be asked: who is known by it alone is as last known',
    );
  }
  for (const scope of [...instance.probes.map(scopeOf), 'alerts', SCOPE]) {
    const reason = problems.get(scope);
    yield { type: 'problem', scope, ...(reason && { reason }) };
  }
  // Who is missing from an answer that is missing has not vanished.
  const isWhole = failed.size === 0;
  if (isWhole) {
    yield { type: 'listing', scope: SCOPE };
  }
  const items = table.items(instance.probes, failed);
  for (let at = 0; at < items.length; at += MAX_BATCH) {
    yield {
      type: 'observed',
      scope: SCOPE,
      items: items.slice(at, at + MAX_BATCH),
    };
  }
  yield* table.malformed;
  if (isWhole) {
    yield { type: 'listed', scope: SCOPE };
  }
}

/** A problem of a probe costs nothing that was told, so it has a scope of its own. */
function scopeOf(probe: Probe): string {
  return `probe:${probe.name}`;
}

type ProbeAnswer =
  | { probe: Probe; result: QueryResult }
  | { probe: Probe; refused: QueryRefused };

async function askProbe(
  client: PrometheusClient,
  probe: Probe,
  signal: AbortSignal,
): Promise<ProbeAnswer> {
  try {
    return { probe, result: await client.query(probe.query, signal) };
  } catch (error) {
    if (error instanceof QueryRefused) {
      return { probe, refused: error };
    }
    throw error;
  }
}

/** Without the alerts nothing is told: a service would look as if nothing were wrong with it. */
async function askAlerts(
  client: PrometheusClient,
  signal: AbortSignal,
): Promise<unknown[]> {
  try {
    return await client.alerts(signal);
  } catch (error) {
    if (error instanceof SourceFailure && error.kind === 'configuration') {
      throw new SourceFailure(
        error.kind,
        `The alerts cannot be read. ${error.message} A server without alerts takes 'alerts: false'.`,
      );
    }
    throw error;
  }
}
