import type {
  RunStatus,
  VersionView,
  VitalsView,
} from '@throughline/plugin-delivery-common';
import { RUN_STATUSES } from '@throughline/plugin-delivery-common';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { approvals } from './approvals';
import { frozenUntil, type FreezeWindow } from './FreezeWindow';
import { judgeAll, worstGate, type GateFacts } from './Gate';
import { notFrozen } from './notFrozen';
import { pipelineGreen } from './pipelineGreen';
import { metricsHealthy, noAlerts } from './quiet';
import { signed } from './signed';
import { soaked } from './soaked';

const NOW = Date.parse('2026-11-25T12:00:00Z');
const ago = (minutes: number) => new Date(NOW - minutes * 60_000).toISOString();

const version: VersionView = {
  label: '1.5.0',
  image: {
    repository: 'ghcr.io/acme/shop',
    digest: `sha256:${'a'.repeat(64)}`,
  },
  commit: {
    repository: 'github.com/acme/shop',
    sha: 'c'.repeat(40),
    subject: 'Round',
    author: { name: 'Mira' },
    committedAt: ago(100),
  },
  evidence: { certainty: 'certain', reason: 'label' },
};

const quiet: VitalsView[] = [
  {
    sourceId: 'metrics:one',
    alerts: [],
    probes: [{ name: 'errors', health: { status: 'healthy' } }],
  },
];

const facts = (more: Partial<GateFacts> = {}): GateFacts => ({
  now: NOW,
  environment: 'production',
  version,
  runs: [{ pipeline: 'CI', status: { status: 'succeeded' } }],
  previous: {
    name: 'staging',
    title: 'Staging',
    runsVersion: true,
    health: { status: 'healthy' },
    deployedAt: ago(50),
    healthySince: ago(45),
    vitals: quiet,
  },
  vitals: quiet,
  requester: 'user:default/dev',
  approvals: [],
  ...more,
});

const previous = (more: Partial<NonNullable<GateFacts['previous']>>) =>
  facts({ previous: { ...facts().previous!, ...more } });

describe('pipelineGreen', () => {
  const judge = (more: Partial<GateFacts>, pipelines?: string[]) =>
    pipelineGreen(pipelines).judge(facts(more));
  const runs = (...statuses: RunStatus[]) =>
    statuses.map((status, index) => ({
      pipeline: `p${index}`,
      status: { status, reason: '' },
    }));

  it.each(RUN_STATUSES)('a run that is %s beside a green one', status => {
    const expected = {
      succeeded: 'pass',
      skipped: 'pass',
      failed: 'fail',
      cancelled: 'fail',
    } as Record<RunStatus, string>;
    expect(judge({ runs: runs('succeeded', status) }).state).toBe(
      expected[status] ?? 'wait',
    );
  });

  it('does not pass without a green run, nor by skipped ones alone', () => {
    expect(judge({ runs: [] }).state).toBe('fail');
    expect(judge({ runs: runs('skipped') }).state).toBe('fail');
  });

  it('asks for the pipelines that it names', () => {
    expect(judge({ runs: runs('succeeded', 'failed') }, ['p0']).state).toBe(
      'pass',
    );
    expect(judge({ runs: runs('succeeded') }, ['p0', 'scan'])).toMatchObject({
      state: 'fail',
      reason: 'no run of scan is known for ccccccc',
    });
  });

  it('never passes by an inferred link, an unknown commit or a stale source', () => {
    expect(
      judge({
        version: {
          ...version,
          evidence: { certainty: 'inferred', reason: '' },
        },
      }).state,
    ).toBe('fail');
    expect(judge({ version: { label: '1' }, runs: undefined }).state).toBe(
      'fail',
    );
    expect(judge({ stale: 'github:acme is stale' }).state).toBe('wait');
  });
});

describe('soaked', () => {
  const judge = (given: GateFacts) => soaked(30).judge(given);

  it('passes after its time', () => {
    expect(judge(facts()).state).toBe('pass');
  });

  it('waits, and says until when', () => {
    expect(judge(previous({ healthySince: ago(10) }))).toEqual({
      gate: 'soaked',
      state: 'wait',
      reason: 'healthy in Staging for 10 of 30 minutes',
      until: ago(-20),
    });
  });

  it('counts from the deployment, not from the version before', () => {
    expect(
      judge(previous({ healthySince: ago(5000), deployedAt: ago(10) })).state,
    ).toBe('wait');
  });

  it.each<[string, Partial<NonNullable<GateFacts['previous']>>, string]>([
    ['another version', { runsVersion: false }, 'fail'],
    ['what is stale', { staleSince: ago(1) }, 'wait'],
    ['what is degraded', { health: { status: 'degraded' } }, 'wait'],
    ['what nobody has watched', { healthySince: undefined }, 'wait'],
  ])('does not pass by %s', (_, more, state) => {
    expect(judge(previous(more)).state).toBe(state);
  });
});

describe('signed', () => {
  const judge = (state?: 'present' | 'absent' | 'unknown') => {
    const presence = { state: state ?? 'unknown', reason: 'so' };
    return signed().judge(
      facts(
        state
          ? {
              attestations: {
                signature: presence,
                sbom: presence,
                provenance: presence,
              },
            }
          : {},
      ),
    ).state;
  };

  it('passes by a signature that is there, and by nothing else', () => {
    expect([
      judge('present'),
      judge('absent'),
      judge('unknown'),
      judge(),
    ]).toEqual(['pass', 'fail', 'wait', 'wait']);
  });

  it('fails without a digest', () => {
    expect(signed().judge(facts({ version: { label: '1' } })).state).toBe(
      'fail',
    );
  });
});

describe('alerts and metrics', () => {
  const firing: VitalsView[] = [
    {
      ...quiet[0],
      alerts: [{ name: 'Down', state: 'firing', severity: 'critical' }],
    },
  ];

  it('pass where it is quiet', () => {
    expect(judgeAll([noAlerts(), metricsHealthy()], facts())).toMatchObject([
      { state: 'pass' },
      { state: 'pass' },
    ]);
  });

  it.each([facts({ vitals: firing }), previous({ vitals: firing })])(
    'wait while an alert fires',
    given => {
      expect(noAlerts().judge(given).state).toBe('wait');
      expect(noAlerts(['critical']).judge(given).state).toBe('wait');
      expect(noAlerts(['page']).judge(given).state).toBe('pass');
    },
  );

  it('wait where nobody watches, or the one who does is not heard', () => {
    const unheard = [{ ...quiet[0], staleSince: ago(3) }];
    for (const vitals of [[], unheard]) {
      expect(noAlerts().judge(facts({ vitals })).state).toBe('wait');
      expect(metricsHealthy().judge(previous({ vitals })).state).toBe('wait');
    }
  });
});

describe('approvals', () => {
  const judge = (...by: [string, 'approved' | 'rejected'][]) =>
    approvals(1).judge(
      facts({
        approvals: by.map(([who, decision]) => ({ by: who, decision })),
      }),
    ).state;

  it('are not given by the one who asked', () => {
    expect(judge(['user:default/dev', 'approved'])).toBe('wait');
    expect(judge(['user:default/boss', 'approved'])).toBe('pass');
  });

  it('name those of the default namespace by their names alone', () => {
    const reason = (...by: string[]) =>
      approvals(2).judge(
        facts({
          approvals: by.map(who => ({ by: who, decision: 'approved' })),
        }),
      ).reason;
    expect(reason('user:default/boss', 'user:partners/boss')).toBe(
      'approved by boss, user:partners/boss',
    );
  });

  it('are outweighed by one rejection', () => {
    expect(
      judge(['user:default/boss', 'approved'], ['user:default/x', 'rejected']),
    ).toBe('fail');
  });

  it('of one person twice count once', () => {
    expect(
      approvals(2).judge(
        facts({
          approvals: [
            { by: 'user:default/boss', decision: 'approved' },
            { by: 'user:default/boss', decision: 'approved' },
          ],
        }),
      ).state,
    ).toBe('wait');
  });
});

describe('a freeze', () => {
  const zone = 'Europe/Berlin';
  const at = (text: string) => DateTime.fromISO(text, { zone }).toMillis();
  const weekend: FreezeWindow = {
    type: 'weekly',
    name: 'weekend',
    environments: ['production'],
    begins: { day: 5, minute: 16 * 60 },
    ends: { day: 1, minute: 8 * 60 },
    timeZone: zone,
  };
  const holidays: FreezeWindow = {
    type: 'once',
    name: 'holidays',
    environments: ['production'],
    from: at('2026-12-21T06:00'),
    to: at('2027-01-04T08:00'),
  };

  it.each([
    ['2026-11-27T15:59', undefined],
    ['2026-11-27T16:00', '2026-11-30T08:00'],
    ['2026-11-29T23:00', '2026-11-30T08:00'],
    ['2026-11-30T07:59', '2026-11-30T08:00'],
    ['2026-11-30T08:00', undefined],
    // The clocks change in this night.
    ['2027-03-28T03:30', '2027-03-29T08:00'],
  ])('of every weekend, at %s', (time, until) => {
    expect(frozenUntil([weekend], 'production', at(time))?.until).toBe(
      until && at(until),
    );
  });

  it('that runs into another lasts until the end of both', () => {
    expect(
      frozenUntil([weekend, holidays], 'production', at('2026-12-20T12:00')),
    ).toEqual({ name: 'weekend', until: at('2027-01-04T08:00') });
  });

  it('is for its environments', () => {
    expect(frozenUntil([weekend], 'staging', at('2026-11-28T12:00'))).toBe(
      undefined,
    );
  });

  it('of the fleet holds whatever the calendar says', () => {
    const fleetFreeze = { by: 'user:default/boss', since: ago(1), reason: 'x' };
    expect(notFrozen([]).judge(facts({ fleetFreeze })).state).toBe('fail');
    expect(notFrozen([]).judge(facts()).state).toBe('pass');
  });

  it('never ends before the time that is asked about', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: at('2026-01-01'), max: at('2028-01-01') }),
        time => {
          const frozen = frozenUntil([weekend, holidays], 'production', time);
          expect(frozen?.until ?? Infinity).toBeGreaterThan(time);
        },
      ),
    );
  });
});

it('one gate that fails outweighs those that wait', () => {
  const verdict = (state: 'pass' | 'wait' | 'fail') => ({
    gate: 'x',
    state,
    reason: '',
  });
  expect(worstGate([])).toBe('pass');
  expect(worstGate([verdict('wait'), verdict('pass')])).toBe('wait');
  expect(worstGate([verdict('wait'), verdict('fail')])).toBe('fail');
});
