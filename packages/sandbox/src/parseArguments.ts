import path from 'path';
import { parseArgs } from 'util';
import { SandboxOptions, SandboxPorts } from './SandboxOptions';

/** What the sandbox's command line can be told. */
export const help = `The sandbox: a delivery platform in a box, on loopback.

Usage: yarn workspace sandbox start [options]

  --data DIR             where the repositories are kept (.data/sandbox at the root of this repository)
  --fresh                throw away what is there and start anew
  --pace N               how fast the world moves (1: a push is deployed within about 20 s)
  --webhook-url URL      where the forge delivers the organisation's webhooks
  --webhook-secret TEXT  what it signs them with
  --rate-limit N         requests per hour and token of the forge (5000)

  --services N           a large world beside the small one: N services in three environments each
  --clusters C           over how many clusters it is spread (8)
  --pods P               pods of all its services together (three for each service and environment)

  --port-forge N         the forge and Git (7110)
  --port-argo-nonprod N  Argo CD, instance nonprod (7120)
  --port-argo-prod N     Argo CD, instance prod (7121)
  --port-argo-large N    Argo CD, instance large; in a large world only (7122)
  --port-kubernetes N    the clusters' APIs (7130)
  --port-registry N      the registry (7140)
  --port-jenkins N       Jenkins (7150)
  --port-prometheus N    Prometheus, or its stand-in (7160)
  --port-plans N         published plans of infrastructure (7170)
  --port-control N       dials and the catalog (7190)
  --free-ports           whichever ports are free, for all of these that are not given

  --help                 this text
`;

/** A command line that cannot be understood; its message says how to mend it. */
export class UsageError extends Error {}

const portOptions: Record<string, keyof SandboxPorts> = {
  'port-forge': 'forge',
  'port-argo-nonprod': 'argoNonprod',
  'port-argo-prod': 'argoProd',
  'port-argo-large': 'argoLarge',
  'port-kubernetes': 'kubernetes',
  'port-registry': 'registry',
  'port-jenkins': 'jenkins',
  'port-prometheus': 'prometheus',
  'port-plans': 'plans',
  'port-control': 'control',
};

/** Reads the command line; `defaultData` is where the repositories are kept if it does not say. */
export function parseArguments(
  args: string[],
  defaultData: string,
): { help: true } | { help: false; options: SandboxOptions } {
  const texts = ['data', 'webhook-url', 'webhook-secret'];
  const numbers = ['pace', 'rate-limit', 'services', 'clusters', 'pods'];
  const named = [...texts, ...numbers, ...Object.keys(portOptions)];
  let values: Record<string, string | boolean | undefined>;
  try {
    values = parseArgs({
      args,
      options: {
        help: { type: 'boolean', short: 'h' },
        fresh: { type: 'boolean' },
        'free-ports': { type: 'boolean' },
        ...Object.fromEntries(
          named.map(name => [name, { type: 'string' as const }]),
        ),
      },
    }).values as Record<string, string | boolean | undefined>;
  } catch (error) {
    throw new UsageError(
      error instanceof Error ? error.message : String(error),
    );
  }
  if (values.help) {
    return { help: true };
  }
  const text = (name: string) => {
    const value = values[name];
    return typeof value === 'string' ? value : undefined;
  };
  const number = (name: string, least: number) => {
    const value = text(name);
    if (value === undefined) {
      return undefined;
    }
    const parsed = Number(value);
    if (!Number.isFinite(parsed) || parsed < least) {
      throw new UsageError(
        `--${name} takes a number of at least ${least}, not "${value}".`,
      );
    }
    return parsed;
  };
  const url = text('webhook-url');
  const secret = text('webhook-secret');
  if (Boolean(url) !== Boolean(secret)) {
    throw new UsageError(
      'Give --webhook-url and --webhook-secret together: deliveries are always signed.',
    );
  }
  const services = number('services', 1);
  const ports = Object.entries(portOptions).flatMap(([name, key]) => {
    const port = number(name, 0) ?? (values['free-ports'] ? 0 : undefined);
    return port === undefined ? [] : [[key, port]];
  });
  return {
    help: false,
    options: {
      data: path.resolve(text('data') ?? defaultData),
      fresh: values.fresh === true,
      pace: number('pace', 0.01),
      rateLimit: number('rate-limit', 1),
      ...(url && secret && { webhook: { url, secret } }),
      ports: Object.fromEntries(ports) as Partial<SandboxPorts>,
      ...(services && {
        large: {
          services,
          clusters: number('clusters', 1) ?? 8,
          pods: number('pods', 0) ?? services * 9,
        },
      }),
    },
  };
}
