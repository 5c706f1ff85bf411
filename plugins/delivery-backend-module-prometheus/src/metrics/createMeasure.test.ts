import { mockServices } from '@backstage/backend-test-utils';
import type { MetricsRequest } from '@throughline/plugin-delivery-node';
import { FakePrometheus } from '../fixtures/FakePrometheus';
import { instanceOf } from '../fixtures/instanceOf';
import { PrometheusSource } from '../source/PrometheusSource';

const REQUEST: MetricsRequest = {
  service: 'checkout',
  environment: 'production',
  namespace: 'shop',
  from: 1_795_430_000,
  to: 1_795_433_600,
};

describe('measuring', () => {
  let fake: FakePrometheus;
  const logger = mockServices.logger.mock();

  beforeEach(async () => {
    fake = await FakePrometheus.start();
  });

  afterEach(() => fake.upstream.close());

  const measure = (config: object = {}, request: object = {}) =>
    new PrometheusSource(
      instanceOf({ url: fake.upstream.url, ...config }),
    ).measure(
      { ...REQUEST, ...request },
      { signal: new AbortController().signal, logger },
    );

  it('asks for the four metrics by POST, at 200 points or fewer', async () => {
    fake.range = ({ start, end, step }) => {
      const values: [number, string][] = [];
      for (let at = Number(start); at <= Number(end); at += Number(step)) {
        values.push([at, '0.25']);
      }
      values[1][1] = 'NaN';
      values.splice(3, 1);
      return [{ metric: {}, values }];
    };
    const series = await measure();
    expect(
      series.map(({ metric, title, unit }) => [metric, title, unit]),
    ).toEqual([
      ['requestRate', 'Requests', 'perSecond'],
      ['errorRate', 'Errors', 'ratio'],
      ['latency', 'Latency, quantile 0.95', 'seconds'],
      ['saturation', 'Saturation', 'ratio'],
    ]);
    const { points } = series[0];
    expect(points.length).toBeLessThanOrEqual(200);
    expect(points.length).toBeGreaterThan(150);
    expect(points.slice(0, 4).map(([, value]) => value)).toEqual([
      0.25,
      null,
      0.25,
      null,
    ]);
    expect(fake.requests.every(({ method }) => method === 'POST')).toBe(true);
    expect(fake.requests[0].form.query).toBe(
      'sum(rate(http_requests_total{service="checkout",environment=~"production"}[300s]))',
    );
  });

  it.each([60, 3_600, 86_400, 30 * 86_400, 59, 299_999])(
    'has at most 200 points over %s s, and misses nothing between them',
    async seconds => {
      await measure({}, { to: REQUEST.from + seconds });
      const { start, end, step, query } = fake.requests[0].form;
      const count = (Number(end) - Number(start)) / Number(step) + 1;
      expect(count).toBeLessThanOrEqual(200);
      expect(Number(/\[(\d+)s\]/.exec(query)?.[1])).toBeGreaterThanOrEqual(
        Number(step),
      );
    },
  );

  it('says why there is nothing, for each metric', async () => {
    fake.range = ({ query }) => {
      if (query.includes('histogram_quantile')) {
        return [{ metric: {}, values: [[REQUEST.from, 'NaN']] }];
      }
      return query.includes('or')
        ? [
            { metric: { a: '1' }, values: [] },
            { metric: {}, values: [] },
          ]
        : [];
    };
    const reasons = (await measure({}, { namespace: undefined })).map(
      ({ points, unknownBecause }) => [points.length, unknownBecause],
    );
    expect(reasons).toEqual([
      [0, 'no data'],
      [0, expect.stringContaining('2 series')],
      [0, 'there was nothing to measure'],
      [0, expect.stringContaining('namespace, which is not known')],
    ]);
  });

  it('costs a metric only what its query is refused', async () => {
    const config = {
      queries: [
        { name: 'default', requestRate: 'bad', errorRate: 'good' },
        { name: 'other', latency: 'lat{s="${service}"}' },
      ],
    };
    fake.answers.set('bad', {
      status: 400,
      body: { status: 'error', errorType: 'bad_data', error: 'parse error' },
    });
    fake.range = () => [{ metric: {}, values: [[REQUEST.from - 5, '1']] }];
    fake.warnings = ['partial'];
    expect(await measure(config)).toMatchObject([
      {
        metric: 'requestRate',
        points: [],
        unknownBecause: 'the query is not valid (bad_data): parse error',
      },
      { metric: 'errorRate' },
    ]);
    expect(logger.warn).toHaveBeenCalledWith(
      expect.stringContaining('partial'),
    );
    expect(await measure(config, { queries: 'other' })).toMatchObject([
      { metric: 'latency', title: 'Latency' },
    ]);
  });

  it('answers nothing for a set or an environment that it does not have', async () => {
    expect(await measure({}, { queries: 'nothing' })).toEqual([]);
    expect(await measure({ environment: 'staging' })).toEqual([]);
    expect(fake.requests).toEqual([]);
  });

  it('knows the label values of an environment, and the built-in sets', async () => {
    const environments = { 'prod-eu': 'production', 'prod-us': 'production' };
    await measure({ environments, latencyQuantile: 0.99 }, { queries: 'http' });
    expect(fake.requests[0].form.query).toContain(
      'environment=~"(?:prod-eu|prod-us)"',
    );
    expect(fake.requests[2].form.query).toContain('histogram_quantile(0.99');
    fake.requests.length = 0;
    await measure({}, { queries: 'istio' });
    expect(fake.requests[0].form.query).toContain(
      'destination_canonical_service="checkout",destination_workload_namespace="shop"',
    );
  });

  it('fails as a whole where the server does', async () => {
    await fake.upstream.misbehave({ type: 'status', status: 401 });
    await expect(measure()).rejects.toMatchObject({ kind: 'authentication' });
    await fake.upstream.recover();
    await expect(measure({}, { to: REQUEST.from })).rejects.toThrow('ends');
  });
});
