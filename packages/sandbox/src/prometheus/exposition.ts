import { BUCKETS, type Counted } from './Traffic';

/** Writes counters in the text format that is scraped. */
export function exposition(counted: readonly Counted[]): string {
  return [
    ...family('http_requests_total', 'counter', counted, one => [
      [{ code: '200' }, one.requests - one.failed],
      [{ code: '500' }, one.failed],
    ]),
    ...family('http_request_duration_seconds', 'histogram', counted, one => [
      ...one.buckets.map(
        (count, index): Sample => [
          { le: BUCKETS[index] === Infinity ? '+Inf' : `${BUCKETS[index]}` },
          count,
          '_bucket',
        ],
      ),
      [{}, one.latencySum, '_sum'],
      [{}, one.requests, '_count'],
    ]),
    ...family('container_cpu_usage_seconds_total', 'counter', counted, one => [
      [{ pod: `${one.service}-pods`, container: one.service }, one.cpu],
    ]),
    ...family('kube_pod_container_resource_limits', 'gauge', counted, one => [
      [{ pod: `${one.service}-pods`, resource: 'cpu' }, one.cpuLimit],
    ]),
    '',
  ].join('\n');
}

type Sample = [labels: Record<string, string>, value: number, suffix?: string];

function family(
  name: string,
  type: string,
  counted: readonly Counted[],
  samples: (one: Counted) => Sample[],
): string[] {
  return [
    `# TYPE ${name} ${type}`,
    ...counted.flatMap(one =>
      samples(one).map(([labels, value, suffix = '']) => {
        const { service, environment, namespace, cluster } = one;
        const all = { service, environment, namespace, cluster, ...labels };
        const text = Object.entries(all)
          .map(([label, word]) => `${label}="${word}"`)
          .join(',');
        return `${name}${suffix}{${text}} ${Number(value.toFixed(6))}`;
      }),
    ),
  ];
}
