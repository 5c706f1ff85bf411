import express from 'express';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'fs';
import { createServer, Server } from 'http';
import { AddressInfo } from 'net';
import { tmpdir } from 'os';
import path from 'path';
import supertest from 'supertest';
import { parse } from 'yaml';
import { ClusterStore } from '../kubernetes/ClusterStore';
import { services } from '../world';
import { createPrometheus } from './createPrometheus';
import { readQuery } from './evaluate';
import { exposition } from './exposition';
import { ERROR_SHARE } from './queries';
import { isPrometheusInstalled } from './RealPrometheus';
import { Samples } from './Samples';
import { standInRoutes } from './standInRoutes';
import { Traffic } from './Traffic';

const OF = 'service="checkout",environment=~"production"';
const QUERIES = {
  requests: `sum(rate(http_requests_total{${OF}}[300s]))`,
  errors: `(sum(rate(http_requests_total{${OF},code=~"5.."}[300s])) or sum(rate(http_requests_total{${OF}}[300s])) * 0) / sum(rate(http_requests_total{${OF}}[300s]))`,
  latency: `histogram_quantile(0.95, sum by (le) (rate(http_request_duration_seconds_bucket{${OF}}[300s])))`,
  saturation:
    'sum(rate(container_cpu_usage_seconds_total{namespace="checkout-production",pod=~"checkout-.+",container!=""}[300s])) / sum(kube_pod_container_resource_limits{namespace="checkout-production",pod=~"checkout-.+",resource="cpu"})',
};

const samplesFolder = path.resolve(
  __dirname,
  '../../../../../shared/contracts/prometheus/samples',
);
const recorded = (file: string) =>
  JSON.parse(readFileSync(path.join(samplesFolder, `${file}.json`), 'utf8'))
    .response.body;

/** Ten minutes in which recommendations is ill. */
function someSamples(until = Date.now()): Samples {
  const start = until - 600_000;
  const traffic = new Traffic(
    services,
    (service, { environment }) =>
      service === 'recommendations' && environment === 'production',
    start,
  );
  const samples = new Samples();
  for (let at = start; at <= until; at += 5_000) {
    samples.take(at, traffic.count(at));
  }
  return samples;
}

describe('the stand-in', () => {
  const app = () => express().use(standInRoutes(someSamples()));

  it.each(Object.entries(QUERIES))('answers for %s', (_, query) => {
    const [{ metric, value }] = readQuery(query)!(
      Date.now() / 1000,
      someSamples(),
    );
    expect(metric).toEqual({});
    expect(value).toBeGreaterThan(0);
  });

  it('knows who is ill, and has an alert for it', async () => {
    const answer = await supertest(app())
      .post('/api/v1/query')
      .type('form')
      .send({ query: ERROR_SHARE });
    const ill = answer.body.data.result.filter(
      ({ value }: { value: [number, string] }) => Number(value[1]) > 0.05,
    );
    expect(ill).toMatchObject([
      { metric: { service: 'recommendations', environment: 'production' } },
    ]);
    const { body } = await supertest(app()).get('/api/v1/alerts');
    expect(body.data.alerts).toMatchObject([
      { labels: { alertname: 'HighErrorRate', service: 'recommendations' } },
    ]);
  });

  it('knows the probes that the portal is configured with', () => {
    const file = path.resolve(__dirname, '../../../../app-config.sandbox.yaml');
    const { delivery } = parse(readFileSync(file, 'utf8'));
    const [{ probes }] = delivery.prometheus.instances;
    expect(probes.map(({ query }: any) => readQuery(query))).toEqual([
      expect.any(Function),
    ]);
  });

  it('refuses what it does not understand', async () => {
    const { status, body } = await supertest(app())
      .get('/api/v1/query')
      .query({ query: 'up' });
    expect(status).toBe(400);
    expect(body).toMatchObject({ status: 'error', errorType: 'bad_data' });
  });

  it.each([
    ['vector', 'query-vector', '/api/v1/query', { query: ERROR_SHARE }],
    [
      'matrix',
      'query-range',
      '/api/v1/query_range',
      {
        query: QUERIES.requests,
        start: Date.now() / 1000 - 60,
        end: Date.now() / 1000,
        step: 15,
      },
    ],
  ])(
    'answers a %s in the form that was recorded',
    async (_, file, at, query) => {
      const { body } = await supertest(app()).get(at).query(query);
      const expected = existsSync(samplesFolder) ? recorded(file) : body;
      const shape = ({ status, data }: any) => ({
        status,
        resultType: data.resultType,
        keys: Object.keys(data.result[0]).sort(),
        sample: (data.result[0].value ?? data.result[0].values[0]).map(
          (one: unknown) => typeof one,
        ),
      });
      expect(shape(body)).toEqual(shape(expected));
    },
  );
});

it('the exporter writes each family once, and counts in buckets that rise', () => {
  const traffic = new Traffic(services, () => false, 0);
  const text = exposition(traffic.count(60_000));
  const types = text.split('\n').filter(line => line.startsWith('# TYPE'));
  expect(new Set(types).size).toBe(4);
  const buckets = [
    ...text.matchAll(
      /_bucket\{service="checkout",environment="staging".*le="(.*)"\} (.*)/g,
    ),
  ].map(([, , count]) => Number(count));
  expect(buckets).toHaveLength(8);
  expect([...buckets].sort((a, b) => a - b)).toEqual(buckets);
});

const isInstalled = isPrometheusInstalled();
(isInstalled ? describe : describe.skip)(
  isInstalled
    ? 'the real Prometheus in the sandbox'
    : 'the real Prometheus in the sandbox (skipped: it is not installed)',
  () => {
    it('answers the same queries of the same services', async () => {
      const data = mkdtempSync(path.join(tmpdir(), 'sandbox-prometheus-'));
      const app = express();
      const server: Server = createServer(app);
      await new Promise<void>(resolve => {
        server.listen(0, '127.0.0.1', resolve);
      });
      const { port } = server.address() as AddressInfo;
      const prometheus = await createPrometheus({
        data,
        port,
        services,
        clusters: new Map<string, ClusterStore>(),
        dial: (_req, _res, next) => next(),
      });
      try {
        expect(prometheus.isReal).toBe(true);
        app.use(prometheus.router);
        const url = `http://127.0.0.1:${port}`;
        const ask = async (query: string) => {
          const answer = await fetch(`${url}/api/v1/query`, {
            method: 'POST',
            body: new URLSearchParams({ query }),
          });
          const { data: found } = await answer.json();
          return found?.result ?? [];
        };
        for (let attempt = 0; attempt < 60; attempt += 1) {
          if ((await ask(QUERIES.errors)).length > 0) {
            break;
          }
          await new Promise(resolve => {
            setTimeout(resolve, 500);
          });
        }
        for (const query of [...Object.values(QUERIES), ERROR_SHARE]) {
          const [{ value }] = await ask(query);
          expect(Number(value[1])).toBeGreaterThan(0);
        }
      } finally {
        await prometheus.close();
        server.closeAllConnections();
        server.close();
        rmSync(data, { recursive: true, force: true });
      }
    }, 60_000);
  },
);
