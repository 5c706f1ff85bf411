import fc from 'fast-check';
import {
  describeFuzz,
  seededRandom,
  varyJson,
} from '@throughline/plugin-delivery-node/testing';
import { alertOf, sampleOf } from './fixtures/FakePrometheus';
import { instanceOf } from './fixtures/instanceOf';
import { readSeries } from './metrics/readSeries';
import { stepsOf } from './metrics/stepsOf';
import { VitalsTable } from './vitals/VitalsTable';

const { probes, labels } = instanceOf({
  probes: [
    { name: 'errors', query: 'q', healthy: { below: 0.05 } },
    { name: 'up', query: 'q', healthy: { above: 0 } },
  ],
});
const list = (value: unknown): any[] => (Array.isArray(value) ? value : []);

describeFuzz('Prometheus', [
  {
    name: 'answers to a probe and for alerts',
    payloads: [
      {
        samples: [
          sampleOf('checkout', 'production', '0.01'),
          sampleOf('checkout', 'staging', '0.2'),
          sampleOf('payments', 'production', 'NaN'),
        ],
        alerts: [
          alertOf({
            alertname: 'Down',
            service: 'checkout',
            environment: 'production',
          }),
        ],
      },
    ],
    words: ['0.01', '0', '0.2', 'NaN', '+Inf', '-Inf', '1e999', ' ', 'firing'],
    read(answers) {
      const table = new VitalsTable('vitals', labels, 'http://a.test');
      table.takeSamples(probes[0], {
        items: list(answers?.samples),
        warnings: [],
      });
      table.takeAlerts(list(answers?.alerts));
      return table.items(probes, new Set());
    },
    says({ item, name }, { samples }) {
      const values = list(samples).flatMap(one =>
        item.kind === 'vitals' &&
        one?.metric?.service === item.service &&
        one.metric.environment === item.environment
          ? [one.value[1]]
          : [],
      );
      // The other probe was not answered.
      return (
        name === 'errors' &&
        values.length > 0 &&
        values.every(value => /\d/.test(value) && Number(value) < 0.05)
      );
    },
  },
]);

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
    fc.property(fc.nat(), seed => {
      const varied = varyJson(series, seededRandom(seed), ['NaN', '+Inf', '0']);
      const read = readSeries([varied], steps);
      expect(
        'unknownBecause' in read
          ? read.unknownBecause !== ''
          : read.points.length === 21 &&
              read.points.every(
                ([, value]) => value === null || Number.isFinite(value),
              ),
      ).toBe(true);
    }),
    { numRuns: Number(process.env.FUZZ_RUNS ?? 2_000) },
  );
});
