import { SourceFailure } from '@throughline/plugin-delivery-node';
import { alertOf, FakePrometheus, sampleOf } from '../fixtures/FakePrometheus';
import { pass } from '../fixtures/pass';

const ERRORS = {
  name: 'errors',
  measures: 'error rate',
  unit: 'ratio',
  query: 'errors',
  healthy: { below: 0.05 },
};
const UP = { name: 'up', query: 'up', healthy: { above: 0 } };
const HEALTHY = { status: 'healthy', reason: 'error rate is below 5 %' };

describe('the vitals of services', () => {
  let fake: FakePrometheus;

  beforeEach(async () => {
    fake = await FakePrometheus.start();
  });

  afterEach(() => fake.upstream.close());

  it('are asked for once for all services, by POST', async () => {
    fake.vectors.set('errors', [
      sampleOf('checkout', 'production', '0.01'),
      sampleOf('checkout', 'staging', '0.5'),
    ]);
    const { items } = await pass(fake, { probes: [ERRORS], token: 'abc' });
    expect(items).toEqual([
      {
        kind: 'vitals',
        key: 'checkout/production',
        service: 'checkout',
        environment: 'production',
        probes: [{ name: 'errors', health: HEALTHY }],
        alerts: [],
      },
      expect.objectContaining({
        key: 'checkout/staging',
        probes: [
          {
            name: 'errors',
            health: {
              status: 'degraded',
              reason: 'error rate is at or above 5 %',
            },
          },
        ],
      }),
    ]);
    expect(
      fake.requests.map(({ method, path }) => `${method} ${path}`).sort(),
    ).toEqual(['GET /api/v1/alerts', 'POST /api/v1/query']);
    expect(fake.requests).toContainEqual(
      expect.objectContaining({
        form: { query: 'errors', timeout: '20s' },
        authorization: 'Bearer abc',
      }),
    );
  });

  it('lack a verdict where there is no sample, and where it is none', async () => {
    fake.vectors.set('errors', [
      sampleOf('a', 'production', 'NaN'),
      sampleOf('b', 'production', '+Inf'),
      sampleOf('c', 'production', '0.01'),
      sampleOf('d', 'production', 'gibberish'),
    ]);
    fake.vectors.set('up', [sampleOf('e', 'production', '1')]);
    const { items } = await pass(fake, { probes: [ERRORS, UP] });
    const verdicts = items.map(({ service, probes }) => [
      service,
      ...probes.map(({ health }) => health.status),
    ]);
    expect(verdicts).toEqual([
      ['a', 'unknown', 'unknown'],
      ['b', 'unknown', 'unknown'],
      ['c', 'healthy', 'unknown'],
      ['d', 'unknown', 'unknown'],
      ['e', 'unknown', 'healthy'],
    ]);
    expect(items[4].probes[0].health.reason).toBe('no data');
  });

  it('are the worst of series that are not told apart, and of values that mean one environment', async () => {
    fake.vectors.set('up', [
      sampleOf('a', 'prod-eu', '1', { instance: '1' }),
      sampleOf('a', 'prod-eu', '0', { instance: '2' }),
      sampleOf('b', 'prod-eu', '1'),
      sampleOf('b', 'prod-us', 'NaN'),
    ]);
    const environments = { 'prod-eu': 'production', 'prod-us': 'production' };
    const { items } = await pass(fake, { probes: [UP], environments });
    expect(
      items.map(({ key, probes }) => [key, probes[0].health.status]),
    ).toEqual([
      ['a/production', 'degraded'],
      ['b/production', 'unknown'],
    ]);
  });

  it('take other labels, and one environment for all where there is no label', async () => {
    fake.vectors.set('up', [{ metric: { app: 'a' }, value: [1, '1'] }]);
    const { items } = await pass(fake, {
      probes: [UP],
      serviceLabel: 'app',
      environment: 'production',
    });
    expect(items.map(({ key }) => key)).toEqual(['a/production']);
  });

  it('say which series belong to nobody', async () => {
    fake.vectors.set('up', [
      { metric: { service: 'a' }, value: [1, '1'] },
      sampleOf('b', 'has/slash', '1'),
      { metric: {}, value: [1, '1'] },
    ]);
    const { items, problems } = await pass(fake, { probes: [UP] });
    expect(items).toEqual([]);
    expect(problems['probe:up']).toMatch(/'environment' and 'service'/);
  });

  it('are never healthy where the server has a doubt', async () => {
    fake.vectors.set('errors', [
      sampleOf('a', 'production', '0.01'),
      sampleOf('b', 'production', '0.5'),
    ]);
    fake.warnings = ['a store did not answer'];
    const { items, problems } = await pass(fake, { probes: [ERRORS] });
    expect(items.map(({ probes }) => probes[0].health.status)).toEqual([
      'unknown',
      'degraded',
    ]);
    expect(problems['probe:errors']).toContain('a store did not answer');
  });

  it('outlive a query that is refused, which costs its probe', async () => {
    fake.vectors.set('up', [sampleOf('a', 'production', '1')]);
    fake.answers.set('errors', {
      status: 422,
      body: {
        status: 'error',
        errorType: 'execution',
        error: 'many-to-many matching not allowed',
      },
    });
    const { items, problems, observations } = await pass(fake, {
      probes: [ERRORS, UP],
    });
    expect(items[0].probes.map(({ health }) => health.status)).toEqual([
      'unknown',
      'healthy',
    ]);
    expect(problems['probe:errors']).toMatch(/cannot be carried out.*many/);
    // Whoever is known by the other probe alone must not vanish, and is marked.
    expect(observations.some(({ type }) => type === 'listed')).toBe(false);
    expect(problems.vitals).toMatch(/as last known/);
  });

  describe('alerts', () => {
    it('are told sorted, cleaned, and with a link', async () => {
      const of = { service: 'a', environment: 'production' };
      fake.alerts = [
        alertOf(
          { ...of, alertname: 'Slow', severity: 'warning' },
          {
            state: 'pending',
            annotations: {
              summary: 'p95 is\u202e high\n token=abcdefgh12345678',
            },
          },
        ),
        alertOf(
          { ...of, alertname: 'Down', instance: '2' },
          {
            generatorURL: 'https://prometheus.example.test/graph?g0.expr=up',
            annotations: null,
          },
        ),
        alertOf(
          { ...of, alertname: 'Down', instance: '1' },
          {
            activeAt: '2026-11-20T10:00:00Z',
            generatorURL: 'file:///etc/passwd',
          },
        ),
        alertOf({ alertname: 'TargetDown', job: 'nobody' }),
      ];
      const config = { externalUrl: 'https://prom.example.test' };
      const { items, problems } = await pass(fake, config);
      expect(items).toHaveLength(1);
      expect(items[0].alerts).toEqual([
        {
          name: 'Down',
          state: 'firing',
          summary: 'Something is wrong',
          since: '2026-11-20T10:00:00.000Z',
          url: 'https://prom.example.test/graph?g0.expr=ALERTS%7Balertname%3D%22Down%22%7D&g0.tab=1',
        },
        {
          name: 'Down',
          state: 'firing',
          since: '2026-11-23T10:46:32.568Z',
          url: 'https://prometheus.example.test/graph?g0.expr=up',
        },
        {
          name: 'Slow',
          state: 'pending',
          severity: 'warning',
          summary: 'p95 is high [removed]',
          since: '2026-11-23T10:46:32.568Z',
          url: expect.stringContaining('Slow'),
        },
      ]);
      expect(problems).toEqual({});
      fake.alerts.reverse();
      expect((await pass(fake, config)).items).toEqual(items);
    });

    it('of a state that is not known cost their service its item, and are named', async () => {
      fake.alerts = [
        alertOf(
          { alertname: 'New', service: 'a', environment: 'production' },
          { state: 'snoozed' },
        ),
        alertOf({ alertname: 'Down', service: 'b', environment: 'production' }),
      ];
      const { items, observations } = await pass(fake, {});
      expect(items.map(({ key }) => key)).toEqual(['b/production']);
      expect(observations).toContainEqual(
        expect.objectContaining({
          type: 'malformed',
          item: expect.objectContaining({ key: 'a/production' }),
        }),
      );
    });

    it('are bounded, firing ones first', async () => {
      const of = { service: 'a', environment: 'production' };
      fake.alerts = Array.from({ length: 80 }, (_, index) =>
        alertOf(
          { ...of, alertname: `A${index}` },
          { state: index < 70 ? 'pending' : 'firing' },
        ),
      );
      const [{ alerts }] = (await pass(fake, {})).items;
      expect(alerts).toHaveLength(50);
      expect(alerts.filter(({ state }) => state === 'firing')).toHaveLength(10);
    });

    it('that cannot be read leave nothing told, rather than no alerts', async () => {
      fake.vectors.set('up', [sampleOf('a', 'production', '1')]);
      fake.answers.set('/api/v1/alerts', { status: 404, body: 'not found' });
      const { error, items } = await pass(fake, { probes: [UP] });
      expect(items).toEqual([]);
      expect(error).toBeInstanceOf(SourceFailure);
      expect(error).toMatchObject({
        kind: 'configuration',
        message: expect.stringContaining("'alerts: false'"),
      });
      const without = await pass(fake, { probes: [UP], alerts: false });
      expect(without.items).toHaveLength(1);
    });
  });
});
