import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { mockServices } from '@backstage/backend-test-utils';
import type { VitalsItem } from '@throughline/plugin-delivery-node';
import { observeSource } from '@throughline/plugin-delivery-node/testing';
import { PrometheusClient } from './api/PrometheusClient';
import { instanceOf } from './fixtures/instanceOf';
import { quoteForPattern, quoteForString } from './metrics/escape';
import { PrometheusSource } from './source/PrometheusSource';

const BINARY = '/usr/bin/prometheus';

const isInstalled = (() => {
  try {
    execFileSync(BINARY, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

const suite = isInstalled ? describe : describe.skip;
const name = isInstalled
  ? 'a real Prometheus'
  : 'a real Prometheus (skipped: /usr/bin/prometheus is not installed)';

const NASTY = 'it\'s "quoted" \\ and\nbroken } or up # 🚢 .*';

suite(name, () => {
  let folder: string;
  let url: string;
  let exporter: Server;
  let prometheus: ChildProcess;
  let requests = 0;

  /** Two services; `sick` fails every second request. */
  const metrics = () => {
    requests += 10;
    const lines = ['checkout', 'sick'].flatMap(service => {
      const of = `service="${service}",environment="production"`;
      const failed = service === 'sick' ? requests / 2 : 0;
      return [
        `http_requests_total{${of},code="200"} ${requests - failed}`,
        ...(failed > 0
          ? [`http_requests_total{${of},code="500"} ${failed}`]
          : []),
        `http_request_duration_seconds_bucket{${of},le="0.1"} ${requests}`,
        `http_request_duration_seconds_bucket{${of},le="+Inf"} ${requests}`,
      ];
    });
    return `${lines.join('\n')}\n`;
  };

  const config = () => ({
    url,
    probes: [
      {
        name: 'errors',
        measures: 'error rate',
        unit: 'ratio',
        query: [
          '(sum by (service, environment) (rate(http_requests_total{code=~"5.."}[1m]))',
          'or sum by (service, environment) (rate(http_requests_total[1m])) * 0)',
          '/ sum by (service, environment) (rate(http_requests_total[1m]))',
        ].join(' '),
        healthy: { below: 0.05 },
      },
      { name: 'wrong', query: 'sum by (', healthy: { below: 1 } },
    ],
  });

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'prometheus-'));
    exporter = createServer((_, response) => response.end(metrics()));
    const exporterPort = await listening(exporter);
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    writeFileSync(
      path.join(folder, 'rules.yml'),
      [
        'groups:',
        '  - name: services',
        '    rules:',
        '      - alert: Failing',
        '        expr: sum by (service, environment) (rate(http_requests_total{code="500"}[1m])) > 0',
        '        labels: { severity: critical }',
        '        annotations: { summary: "{{ $labels.service }} fails" }',
      ].join('\n'),
    );
    writeFileSync(
      path.join(folder, 'prometheus.yml'),
      [
        'global: { scrape_interval: 1s, evaluation_interval: 1s }',
        'rule_files: [rules.yml]',
        'scrape_configs:',
        '  - job_name: services',
        `    static_configs: [{ targets: ["127.0.0.1:${exporterPort}"] }]`,
      ].join('\n'),
    );
    prometheus = spawn(
      BINARY,
      [
        `--config.file=${folder}/prometheus.yml`,
        `--storage.tsdb.path=${folder}/data`,
        `--web.listen-address=127.0.0.1:${port}`,
        '--log.level=error',
      ],
      { stdio: 'ignore' },
    );
    await until(async () => (await fetch(`${url}/-/ready`)).ok);
  }, 60_000);

  afterAll(async () => {
    if (prometheus?.exitCode === null) {
      const ended = new Promise(resolve => prometheus.once('exit', resolve));
      prometheus.kill('SIGKILL');
      await ended;
    }
    exporter?.closeAllConnections();
    exporter?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('tells how services fare, and what is wrong with a query', async () => {
    let items: VitalsItem[] = [];
    let problems: unknown[] = [];
    await until(async () => {
      const running = observeSource(
        new PrometheusSource(instanceOf(config())),
        {
          interests: {
            version: '1',
            repositories: [],
            images: [],
            pipelines: [],
          },
        },
      );
      expect(await running.ended()).toBeUndefined();
      items = running.observations.flatMap(one =>
        one.type === 'observed' ? (one.items as VitalsItem[]) : [],
      );
      problems = running.observations.filter(({ type }) => type === 'problem');
      return items.some(item =>
        item.alerts.some(({ state }) => state === 'firing'),
      );
    });
    expect(items).toMatchObject([
      {
        key: 'checkout/production',
        probes: [
          { health: { status: 'healthy', reason: 'error rate is below 5 %' } },
          { health: { status: 'unknown' } },
        ],
        alerts: [],
      },
      {
        key: 'sick/production',
        probes: [{ health: { status: 'degraded' } }, {}],
        alerts: [
          {
            name: 'Failing',
            state: 'firing',
            severity: 'critical',
            summary: 'sick fails',
            since: expect.stringMatching(/^\d{4}-.*Z$/),
            url: expect.stringContaining(url),
          },
        ],
      },
    ]);
    expect(problems).toContainEqual({
      type: 'problem',
      scope: 'probe:wrong',
      reason: expect.stringMatching(/not valid \(bad_data\): .*parse error/),
    });
  }, 60_000);

  it('measures by the built-in queries', async () => {
    const to = Math.ceil(Date.now() / 1000) + 15;
    const series = await new PrometheusSource(instanceOf(config())).measure(
      {
        service: 'sick',
        environment: 'production',
        namespace: 'shop',
        from: to - 300,
        to,
      },
      {
        signal: new AbortController().signal,
        logger: mockServices.logger.mock(),
      },
    );
    const last = Object.fromEntries(
      series.map(({ metric, points }) => [
        metric,
        points.filter(([, value]) => value !== null).at(-1)?.[1],
      ]),
    );
    expect(last.requestRate).toBeGreaterThan(0);
    expect(last.errorRate).toBeCloseTo(0.5, 1);
    expect(last.latency).toBeGreaterThan(0);
    expect(last.latency).toBeLessThanOrEqual(0.1);
    expect(series[3]).toMatchObject({ points: [], unknownBecause: 'no data' });
  });

  it('reads a value as it was, whatever it holds', async () => {
    const client = new PrometheusClient(instanceOf({ url }));
    for (const quote of ['"', "'"] as const) {
      const value = quoteForString(NASTY, quote);
      const pattern = quoteForString(quoteForPattern(NASTY), quote);
      const { items } = await client.query(
        `label_replace(label_replace(vector(1), "a", ${quote}${value}${quote}, "", ""), "b", "yes", "a", ${quote}${pattern}${quote})`,
        new AbortController().signal,
      );
      expect(items).toMatchObject([{ metric: { a: NASTY, b: 'yes' } }]);
    }
  });
});

function listening(server: Server): Promise<number> {
  return new Promise(resolve => {
    server.listen(0, '127.0.0.1', () =>
      resolve((server.address() as AddressInfo).port),
    );
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listening(server);
  await new Promise(resolve => {
    server.close(resolve);
  });
  return port;
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if (await holds().catch(() => false)) {
      return;
    }
    await new Promise(resolve => setTimeout(resolve, 200));
  }
  throw new Error('It did not come about');
}
