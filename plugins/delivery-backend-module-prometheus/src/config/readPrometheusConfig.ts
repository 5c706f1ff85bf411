import type { Config } from '@backstage/config';
import {
  configProblem,
  readCredential,
  readHttpSettings,
  readMilliseconds,
  readName,
  readUrl,
  refuseDuplicateNames,
  type Credential,
  type HttpSettings,
} from '@throughline/plugin-delivery-node';
import type { QuerySet } from '../metrics/QuerySet';
import { readLabels, type Labels } from './readLabels';
import { readProbe, type Probe } from './readProbe';
import { readQuerySets } from './readQuerySets';

/** One configured server. */
export interface InstanceConfig {
  name: string;
  title: string;
  /** Base URL, without `/api/v1` and without a slash at its end. */
  url: string;
  /** Where people open it. */
  externalUrl: string;
  http: HttpSettings;
  credential?: Credential;
  labels: Labels;
  probes: Probe[];
  alerts: boolean;
  querySets: ReadonlyMap<string, QuerySet>;
  pollMs: number;
}

/**
 * Reads `delivery.prometheus.instances`.
 *
 * @throws InputError naming the key and how to mend it
 */
export function readPrometheusConfig(root: Config): InstanceConfig[] {
  const path = 'delivery.prometheus.instances';
  const instances = (root.getOptionalConfigArray(path) ?? []).map(
    (entry, index) => readInstance(entry, `${path}[${index}]`),
  );
  refuseDuplicateNames(
    instances.map(instance => instance.name),
    path,
  );
  return instances;
}

function readInstance(config: Config, path: string): InstanceConfig {
  const name = readName(config, path);
  const url = readUrl(config, 'url', path);
  if (url.endsWith('/api/v1')) {
    throw configProblem(
      `${path}.url`,
      'it ends in /api/v1',
      'Give the base URL, before /api/v1.',
    );
  }
  const http = readHttpSettings(config, path);
  const labels = readLabels(config, path);
  const probes = (config.getOptionalConfigArray('probes') ?? []).map(
    (entry, index) => readProbe(entry, `${path}.probes[${index}]`),
  );
  refuseDuplicateNames(
    probes.map(probe => probe.name),
    `${path}.probes`,
  );
  return {
    name,
    title: config.getOptionalString('title') ?? name,
    url,
    externalUrl: config.has('externalUrl')
      ? readUrl(config, 'externalUrl', path)
      : url,
    http,
    credential: readCredential(config, path, { http }),
    labels,
    probes,
    alerts: config.getOptionalBoolean('alerts') ?? true,
    querySets: readQuerySets(config, path, labels),
    pollMs: readMilliseconds(config, 'pollEvery', path, {
      fallback: 30_000,
      minimum: 5_000,
    }),
  };
}
