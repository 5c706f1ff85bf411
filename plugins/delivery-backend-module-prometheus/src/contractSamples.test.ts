import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { AlertItem, Envelope, MatrixItem, VectorItem } from './api/schemas';
import { FakePrometheus } from './fixtures/FakePrometheus';
import { instanceOf } from './fixtures/instanceOf';
import { PrometheusClient } from './api/PrometheusClient';
import { pass } from './fixtures/pass';

const contracts = path.resolve(
  __dirname,
  '../../../../shared/contracts/prometheus',
);
const present = existsSync(contracts);
const suite = present ? describe : describe.skip;
const name = present
  ? 'answers recorded from Prometheus'
  : 'answers recorded from Prometheus (skipped: they are not beside this checkout)';

const sample = (file: string) =>
  JSON.parse(readFileSync(path.join(contracts, `samples/${file}.json`), 'utf8'))
    .response;

suite(name, () => {
  let fake: FakePrometheus;

  beforeEach(async () => {
    fake = await FakePrometheus.start();
  });

  afterEach(() => fake.upstream.close());

  const play = (file: string, at = 'q') => {
    const { status, body } = sample(file);
    fake.answers.set(at, { status, body });
  };
  const client = () =>
    new PrometheusClient(instanceOf({ url: fake.upstream.url }));
  const { signal } = new AbortController();

  it.each(['query-vector', 'query-post', 'query-nan-inf', 'query-empty'])(
    'are read: %s',
    async file => {
      play(file);
      const { items } = await client().query('q', signal);
      expect(items.every(item => VectorItem.safeParse(item).success)).toBe(
        true,
      );
    },
  );

  it.each(['query-range', 'query-range-histogram'])(
    'are read: %s',
    async file => {
      play(file);
      const range = { start: 1, end: 2, step: 1 };
      const { items } = await client().queryRange('q', range, signal);
      expect(items.length).toBeGreaterThan(0);
      expect(items.every(item => MatrixItem.safeParse(item).success)).toBe(
        true,
      );
    },
  );

  it.each([
    ['error-bad-query', 'configuration', /unexpected end of input/],
    ['error-bad-duration', 'configuration', /duration/],
    ['error-range-too-many-points', 'configuration', /11,000 points/],
    ['error-many-to-many', 'configuration', /many-to-many/],
    ['error-not-found', 'configuration', /base URL/],
    ['query-scalar', 'configuration', /scalar/],
    ['query-string', 'configuration', /string/],
    ['query-matrix', 'configuration', /matrix/],
  ])('are told: %s', async (file, kind, words) => {
    play(file);
    await expect(client().query('q', signal)).rejects.toMatchObject({
      kind,
      message: expect.stringMatching(words),
    });
  });

  it('are judged: what says nothing is unknown', async () => {
    play('query-nan-inf');
    const { items } = await pass(fake, {
      probes: [{ name: 'q', query: 'q', healthy: { below: 1 } }],
      serviceLabel: 'x',
      environment: 'production',
      alerts: false,
    });
    expect(items).toMatchObject([
      {
        service: 'y',
        probes: [{ health: { status: 'unknown', raw: '+Inf' } }],
      },
    ]);
  });

  it('tell alerts', async () => {
    play('alerts', '/api/v1/alerts');
    const { items } = await pass(fake, { environment: 'production' });
    expect(items).toMatchObject([
      {
        key: 'checkout/production',
        alerts: [
          { name: 'TargetUp', state: 'pending', summary: 'pending forever' },
        ],
      },
    ]);
  });

  it('have states that are all known', () => {
    const document = parse(
      readFileSync(path.join(contracts, 'openapi.yaml'), 'utf8'),
    );
    expect(Envelope.shape.status.options).toEqual(
      expect.arrayContaining(['success', 'error']),
    );
    const { state } = document.components.schemas.Alert.properties;
    for (const word of state.enum ?? ['pending', 'firing']) {
      const parsed = AlertItem.safeParse({ labels: {}, state: word });
      expect(parsed.success).toBe(word !== 'inactive');
    }
  });
});
