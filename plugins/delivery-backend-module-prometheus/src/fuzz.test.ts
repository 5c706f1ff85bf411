import fc from 'fast-check';
import { itemSchemas } from '@throughline/plugin-delivery-node/testing';
import { alertOf, sampleOf } from './fixtures/FakePrometheus';
import { instanceOf } from './fixtures/instanceOf';
import { readSeries } from './metrics/readSeries';
import { stepsOf } from './metrics/stepsOf';
import { VitalsTable } from './vitals/VitalsTable';

const RUNS = Number(process.env.FUZZ_RUNS ?? 5_000);

const { probes, labels } = instanceOf({
  probes: [
    { name: 'errors', query: 'q', healthy: { below: 0.05 } },
    { name: 'up', query: 'q', healthy: { above: 0 } },
  ],
});

/** A value of the API with one place of it replaced by something else. */
function broken(value: unknown): fc.Arbitrary<unknown> {
  const anything = fc.oneof(
    fc.anything(),
    fc.constantFrom<unknown>(
      'NaN',
      '+Inf',
      '-Inf',
      '',
      ' ',
      '0',
      '1e999',
      null,
    ),
  );
  if (typeof value !== 'object' || value === null) {
    return anything;
  }
  const keys = Object.keys(value);
  if (keys.length === 0) {
    return anything;
  }
  return fc
    .constantFrom(...keys)
    .chain(key =>
      fc
        .oneof(anything, broken((value as Record<string, unknown>)[key]))
        .map(next =>
          Array.isArray(value)
            ? Object.assign([...value], { [key]: next })
            : { ...value, [key]: next },
        ),
    );
}

describe('whatever a server answers', () => {
  const sample = sampleOf('checkout', 'production', '0.2');
  const alert = alertOf({
    alertname: 'Down',
    service: 'checkout',
    environment: 'production',
  });

  it('no item breaks the contract, and none is healthy without a number that says so', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(broken(sample), fc.constant(sample))),
        fc.array(fc.oneof(broken(alert), fc.constant(alert))),
        (samples, alerts) => {
          const table = new VitalsTable('vitals', labels, 'http://a.test');
          table.takeSamples(probes[0], { items: samples, warnings: [] });
          table.takeAlerts(alerts);
          for (const item of table.items(probes, new Set())) {
            expect(itemSchemas.vitals.safeParse(item).error).toBeUndefined();
            const [errors, up] = item.probes;
            expect(up.health.status).toBe('unknown');
            const values = samples.flatMap((one: any) =>
              one?.metric?.service === item.service &&
              one.metric.environment === item.environment
                ? [one.value[1]]
                : [],
            );
            expect(
              errors.health.status !== 'healthy' ||
                (values.length > 0 &&
                  values.every(text => Number(text) < 0.05)),
            ).toBe(true);
          }
        },
      ),
      { numRuns: RUNS },
    );
  });

  it('a series is numbers on its steps, or a reason', () => {
    const steps = stepsOf(0, 300);
    const series = {
      metric: {},
      values: [
        [0, '1'],
        [15, '2'],
        [30, '3'],
      ],
    };
    fc.assert(
      fc.property(broken(series), item => {
        const read = readSeries([item], steps);
        expect(
          'unknownBecause' in read
            ? read.unknownBecause !== ''
            : read.points.length === 21 &&
                read.points.every(
                  ([, value]) => value === null || Number.isFinite(value),
                ),
        ).toBe(true);
      }),
      { numRuns: RUNS },
    );
  });
});
