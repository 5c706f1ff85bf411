import { FakePrometheus } from '../fixtures/FakePrometheus';
import { instanceOf } from '../fixtures/instanceOf';
import { PrometheusClient } from './PrometheusClient';
import { QueryRefused } from './QueryRefused';

const error = (errorType: string, text = 'the reason') => ({
  status: 'error',
  errorType,
  error: text,
});

describe('PrometheusClient', () => {
  let fake: FakePrometheus;
  let client: PrometheusClient;
  const { signal } = new AbortController();

  beforeEach(async () => {
    fake = await FakePrometheus.start();
    client = new PrometheusClient(instanceOf({ url: fake.upstream.url }));
  });

  afterEach(() => fake.upstream.close());

  // Every errorType of the API; what comes tomorrow is told as it is.
  it.each([
    [400, 'bad_data', 'configuration', /not valid/],
    [422, 'execution', 'configuration', /cannot be carried out/],
    [503, 'timeout', 'timeout', /took too long/],
    [503, 'canceled', 'timeout', /given up/],
    [503, 'unavailable', 'unreachable', /not ready/],
    [404, 'not_found', 'protocol', /not_found/],
    [422, 'new_tomorrow', 'protocol', /new_tomorrow/],
    [200, 'internal', 'unreachable', /failed/],
  ])('tells %s %s in words', async (status, type, kind, words) => {
    fake.answers.set('q', { status, body: error(type) });
    const failure = await client.query('q', signal).catch(reason => reason);
    expect(failure).toBeInstanceOf(QueryRefused);
    expect(failure).toMatchObject({
      kind,
      message: expect.stringMatching(words),
    });
    expect(failure.message).toContain('the reason');
  });

  it.each([
    [404, '404 page not found\n', 'configuration', /base URL, with the prefix/],
    [405, 'Method Not Allowed', 'configuration', /allow GET only/],
    [503, 'Service Unavailable', 'unreachable', /503/],
    [400, 'Client sent HTTP', 'protocol', /form of the query API/],
    [200, { status: 'fine' }, 'protocol', /form of the query API/],
    [200, { status: 'success', data: 1 }, 'protocol', /not known here/],
    [500, error('internal'), 'unreachable', /500/],
  ])('tells %s %j apart', async (status, body, kind, words) => {
    fake.answers.set('q', { status, body });
    const failure = await client.query('q', signal).catch(reason => reason);
    expect(failure).not.toBeInstanceOf(QueryRefused);
    expect(failure).toMatchObject({
      kind,
      message: expect.stringMatching(words),
    });
  });

  it('refuses a result that is no list of series', async () => {
    fake.answers.set('q', {
      body: {
        status: 'success',
        data: { resultType: 'scalar', result: [1, '2'] },
      },
    });
    await expect(client.query('q', signal)).rejects.toThrow(
      /gives a scalar, and a vector is needed/,
    );
  });
});
