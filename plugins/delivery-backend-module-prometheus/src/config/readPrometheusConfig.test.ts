import { instanceOf } from '../fixtures/instanceOf';
import { readPrometheusConfig } from './readPrometheusConfig';
import { ConfigReader } from '@backstage/config';

describe('readPrometheusConfig', () => {
  it('fills in what is not told', () => {
    const instance = instanceOf({});
    expect(instance).toMatchObject({
      name: 'fake',
      title: 'fake',
      externalUrl: 'http://prometheus.example.test',
      labels: { service: 'service', environment: 'environment' },
      probes: [],
      alerts: true,
      pollMs: 30_000,
    });
    expect(instance.credential).toBeUndefined();
    expect([...instance.querySets.keys()]).toEqual([
      'default',
      'http',
      'istio',
    ]);
  });

  it('reads every option', () => {
    const instance = instanceOf({
      title: 'Production',
      externalUrl: 'https://prom.example.test/',
      username: 'u',
      password: 'p',
      serviceLabel: 'app',
      environmentLabel: 'env',
      environments: { 'prod-eu': 'production' },
      alerts: false,
      pollEvery: '1m',
      probes: [
        {
          name: 'errors',
          measures: 'error rate',
          unit: 'ratio',
          query: 'q',
          healthy: { below: 0.01 },
          degraded: { above: 0.05 },
        },
      ],
      queries: [{ name: 'default', latency: 'x{a="${service}"}' }],
    });
    expect(instance).toMatchObject({
      title: 'Production',
      externalUrl: 'https://prom.example.test',
      credential: { kind: 'basic' },
      alerts: false,
      pollMs: 60_000,
      probes: [
        {
          healthy: { direction: 'below', bound: 0.01 },
          degraded: { direction: 'above', bound: 0.05 },
        },
      ],
    });
    expect(instance.labels.names.get('prod-eu')).toBe('production');
    expect(Object.keys(instance.querySets.get('default')!.queries)).toEqual([
      'latency',
    ]);
  });

  const probe = { name: 'p', query: 'q', healthy: { below: 1 } };

  it.each<[string, object, string]>([
    ['no URL', { url: undefined }, '[0].url'],
    ['the API in place of the base', { url: 'http://a/api/v1' }, '[0].url'],
    ['no label', { serviceLabel: 'a-b' }, '[0].serviceLabel'],
    [
      'an environment without a name',
      { environments: { a: '' } },
      '.environments.a',
    ],
    ['a quantile that is none', { latencyQuantile: 95 }, '.latencyQuantile'],
    ['a short time', { pollEvery: '1s' }, '.pollEvery'],
    [
      'two ways to authenticate',
      { token: 't', username: 'u', password: 'p' },
      '[0]',
    ],
    ['an empty set', { queries: [{ name: 'a' }] }, '.queries[0]'],
    [
      'a wrong template',
      { queries: [{ name: 'a', latency: '${service}' }] },
      '.queries[0].latency',
    ],
    [
      'a probe without query',
      { probes: [{ ...probe, query: ' ' }] },
      '.probes[0].query',
    ],
    [
      'a probe of one service',
      { probes: [{ ...probe, query: 'x{a="${service}"}' }] },
      '.probes[0].query',
    ],
    [
      'a unit that is none',
      { probes: [{ ...probe, unit: 'percent' }] },
      '.probes[0].unit',
    ],
    ['no bound', { probes: [{ ...probe, healthy: {} }] }, '.probes[0].healthy'],
    [
      'two bounds',
      { probes: [{ ...probe, healthy: { above: 1, below: 2 } }] },
      '.probes[0].healthy',
    ],
    [
      'sides that overlap',
      { probes: [{ ...probe, degraded: { above: 0.5 } }] },
      '.probes[0].degraded',
    ],
    ['two probes of one name', { probes: [probe, probe] }, '.probes[1].name'],
  ])('refuses %s', (_, config, key) => {
    expect(() => instanceOf(config)).toThrow(key);
  });

  it('refuses two servers of one name', () => {
    const one = { name: 'a', url: 'http://a.test' };
    expect(() =>
      readPrometheusConfig(
        new ConfigReader({
          delivery: { prometheus: { instances: [one, one] } },
        }),
      ),
    ).toThrow('instances[1].name');
  });
});
