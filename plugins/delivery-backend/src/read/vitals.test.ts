import type {
  HealthStatus,
  VitalsView,
} from '@throughline/plugin-delivery-common';
import { linked, pageOf, record, runs, stored } from '../tests/record';
import { healthWithVitals } from './vitals';

const views = (...statuses: HealthStatus[]): VitalsView[] => [
  {
    sourceId: 'metrics:one',
    probes: statuses.map((status, index) => ({
      name: `probe-${index}`,
      health: { status, reason: 'so it says' },
    })),
    alerts: [],
  },
];

const environment = (health: HealthStatus) =>
  linked('checkout', 'production', {
    type: 'environment',
    health: { status: health, reason: 'not observed' },
  });

describe('the health of an environment that nobody observes', () => {
  const own = { status: 'unknown' as const, reason: 'not observed' };

  it('is what the probes say, the worst of them', () => {
    expect(
      healthWithVitals(
        own,
        [environment('unknown')],
        views('healthy', 'degraded'),
      ),
    ).toEqual({
      health: { status: 'degraded', reason: 'probe probe-1: so it says' },
      healthBy: 'probes',
    });
  });

  it('stays unknown where one probe does not know', () => {
    expect(
      healthWithVitals(
        own,
        [environment('unknown')],
        views('healthy', 'unknown'),
      ).health.status,
    ).toBe('unknown');
  });

  it('stays unknown without probes', () => {
    expect(healthWithVitals(own, [environment('unknown')], views())).toEqual({
      health: own,
      healthBy: 'targets',
    });
  });

  it('is no word of the probes where a controller tells', () => {
    const degraded = { status: 'degraded' as const };
    expect(
      healthWithVitals(
        degraded,
        [linked('checkout', 'production', { health: degraded })],
        views('healthy'),
      ),
    ).toEqual({ health: degraded, healthBy: 'targets' });
  });
});

it('a page shows vitals beside what controllers tell, in their environment', () => {
  const page = pageOf(
    record({
      targets: [linked('checkout-prod', 'production', runs('1.0.0', 'a'))],
      vitals: [
        stored(
          {
            kind: 'vitals' as const,
            key: 'checkout/production',
            service: 'checkout',
            environment: 'production',
            probes: [],
            alerts: [{ name: 'Slow', state: 'firing' as const }],
          },
          'metrics:one',
        ),
      ],
    }),
  );
  const of = (name: string) =>
    page.lanes.find(lane => lane.environment.name === name);
  expect(of('production')?.vitals).toEqual([
    {
      sourceId: 'metrics:one',
      probes: [],
      alerts: [{ name: 'Slow', state: 'firing' }],
    },
  ]);
  expect(of('staging')?.vitals).toBeUndefined();
});

it('infrastructure has no version, and takes none from what runs beside it', () => {
  const plan = linked('checkout-database', 'production', {
    type: 'infrastructure',
    health: { status: 'unknown', reason: 'not observed' },
    sync: { status: 'outOfSync' },
  });
  const [, , lane] = pageOf(
    record({
      targets: [
        linked('checkout-prod', 'production', runs('1.3.0', 'd')),
        plan,
      ],
    }),
  ).lanes;
  expect(lane).toMatchObject({
    health: { status: 'healthy' },
    sync: { status: 'outOfSync' },
    versions: [{ label: '1.3.0', targets: 1 }],
  });
  expect(lane.comparisonUnknownBecause).toBeUndefined();
});

it('infrastructure alone is a lane', () => {
  const lanes = pageOf(
    record({
      targets: [linked('db', 'production', { type: 'infrastructure' })],
    }),
  ).lanes;
  expect(lanes).toHaveLength(3);
});
