import type { Labels } from '../config/readLabels';
import { DEFAULT_SET, type QuerySet } from './QuerySet';
import { parseTemplate, type Template } from './parseTemplate';

/**
 * The sets for conventions that many follow: `http`, which is also the default, for what client libraries count, and
 * `istio` for what a mesh does.
 */
export function builtInQuerySets(
  labels: Labels,
  quantile: number,
): [string, QuerySet][] {
  const latencyTitle = `Latency, quantile ${quantile}`;
  const http = { queries: httpQueries(labels, quantile), latencyTitle };
  return [
    [DEFAULT_SET, http],
    ['http', http],
    ['istio', { queries: istioQueries(quantile), latencyTitle }],
  ];
}

function httpQueries(labels: Labels, quantile: number): QuerySet['queries'] {
  const environment =
    labels.only === undefined
      ? `,${labels.environment}=~"\${environment}"`
      : '';
  const of = `${labels.service}="\${service}"${environment}`;
  return {
    requestRate: template(`sum(rate(http_requests_total{${of}}[\${window}]))`),
    errorRate: template(shareOf(`http_requests_total{${of}`, 'code=~"5.."')),
    latency: template(
      `histogram_quantile(${quantile}, sum by (le) (rate(http_request_duration_seconds_bucket{${of}}[\${window}])))`,
    ),
    saturation: template(processorQuery()),
  };
}

function istioQueries(quantile: number): QuerySet['queries'] {
  const of =
    'reporter="destination",destination_canonical_service="${service}",destination_workload_namespace="${namespace}"';
  return {
    requestRate: template(`sum(rate(istio_requests_total{${of}}[\${window}]))`),
    errorRate: template(
      shareOf(`istio_requests_total{${of}`, 'response_code=~"5.."'),
    ),
    latency: template(
      `histogram_quantile(${quantile}, sum by (le) (rate(istio_request_duration_milliseconds_bucket{${of}}[\${window}]))) / 1000`,
    ),
    saturation: template(processorQuery()),
  };
}

/** Where nothing fails there is no series of failures: that is a share of 0 and not of nothing. */
function shareOf(open: string, failed: string): string {
  const all = `sum(rate(${open}}[\${window}]))`;
  return `(sum(rate(${open},${failed}}[\${window}])) or ${all} * 0) / ${all}`;
}

/** The share of its processor limit that a service uses. */
function processorQuery(): string {
  const pods = 'namespace="${namespace}",pod=~"${service}-.+"';
  return `sum(rate(container_cpu_usage_seconds_total{${pods},container!=""}[\${window}])) / sum(kube_pod_container_resource_limits{${pods},resource="cpu"})`;
}

function template(text: string): Template {
  const parsed = parseTemplate(text);
  if ('problem' in parsed) {
    throw new Error(`A built-in query is wrong: ${parsed.problem}`);
  }
  return parsed;
}
