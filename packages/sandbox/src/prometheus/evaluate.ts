import { ERROR_SHARE } from './queries';
import type { Rates, Samples } from './Samples';
import { BUCKETS, type Counted } from './Traffic';

/** One series at one time. */
export interface Evaluated {
  metric: Record<string, string>;
  value: number;
}

/** A query that the stand-in understands, ready to be evaluated at any time (Unix seconds). */
export type Query = (at: number, samples: Samples) => Evaluated[];

const OF = 'service="(?<service>[^"]*)",environment=~"(?<environment>[^"]*)"';
const PODS = 'namespace="(?<namespace>[^"]*)",pod=~"(?<service>[^"]*)-.+"';

/** The queries that the stand-in understands: the portal's own, and the probe of the sandbox's configuration. */
const SHAPES: [
  shape: string,
  read: (rates: Rates, quantile: number) => number,
][] = [
  ['sum(rate(http_requests_total{OF}[WINDOW]))', rates => rates.requests],
  [
    '(sum(rate(http_requests_total{OF,code=~"5.."}[WINDOW])) or sum(rate(http_requests_total{OF}[WINDOW])) * 0) / sum(rate(http_requests_total{OF}[WINDOW]))',
    rates => rates.failed / rates.requests,
  ],
  [
    'histogram_quantile(QUANTILE, sum by (le) (rate(http_request_duration_seconds_bucket{OF}[WINDOW])))',
    quantileOf,
  ],
  [
    'sum(rate(container_cpu_usage_seconds_total{PODS,container!=""}[WINDOW])) / sum(kube_pod_container_resource_limits{PODS,resource="cpu"})',
    rates => rates.cpu / rates.cpuLimit,
  ],
];

/** Reads a query; undefined where it is not one of those that are understood. */
export function readQuery(text: string): Query | undefined {
  const query = text.trim().replace(/\s+/g, ' ');
  if (query === ERROR_SHARE) {
    return errorShares;
  }
  for (const [shape, read] of SHAPES) {
    const groups = patternOf(shape).exec(query)?.groups;
    if (groups) {
      const isOf = selection(groups);
      return (at, samples) => {
        const rates = samples.rates(at, Number(groups.window), isOf);
        return rates
          ? [{ metric: {}, value: read(rates, Number(groups.quantile)) }]
          : [];
      };
    }
  }
  return undefined;
}

function errorShares(at: number, samples: Samples): Evaluated[] {
  return samples.places().flatMap(place => {
    const rates = samples.rates(
      at,
      60,
      one =>
        one.service === place.service && one.environment === place.environment,
    );
    return rates
      ? [{ metric: { ...place }, value: rates.failed / rates.requests }]
      : [];
  });
}

/** A shape as a pattern; a name that comes again must be the same again. */
function patternOf(shape: string): RegExp {
  const gaps: Record<string, string> = {
    OF,
    PODS,
    WINDOW: '(?<window>\\d+)s',
    QUANTILE: '(?<quantile>0?\\.\\d+)',
  };
  const seen = new Set<string>();
  const pattern = shape
    .replace(/[.*+?^$()[\]{}|\\]/g, char => `\\${char}`)
    .replace(/OF|PODS|WINDOW|QUANTILE/g, gap =>
      gaps[gap].replace(/\(\?<(\w+)>[^)]*\)/g, (group, name: string) => {
        if (seen.has(name)) {
          return `\\k<${name}>`;
        }
        seen.add(name);
        return group;
      }),
    );
  return new RegExp(`^${pattern}$`);
}

function selection(
  groups: Record<string, string | undefined>,
): (one: Counted) => boolean {
  const { service, environment, namespace } = groups;
  const environments = new RegExp(
    `^(?:${environment?.replaceAll('\\\\', '\\') ?? '.*'})$`,
  );
  return one =>
    one.service === service &&
    environments.test(one.environment) &&
    (namespace === undefined || one.namespace === namespace);
}

/** By linear interpolation within the bucket, as Prometheus does. */
function quantileOf({ buckets }: Rates, quantile: number): number {
  const total = buckets.at(-1) ?? 0;
  const rank = quantile * total;
  const index = buckets.findIndex(count => count >= rank);
  if (total === 0 || index === -1) {
    return NaN;
  }
  if (index === BUCKETS.length - 1) {
    return BUCKETS[index - 1];
  }
  const [from, below] =
    index === 0 ? [0, 0] : [BUCKETS[index - 1], buckets[index - 1]];
  return (
    from + ((BUCKETS[index] - from) * (rank - below)) / (buckets[index] - below)
  );
}
