import { configOf } from '../fixtures/configOf';
import { recording } from '../__testUtils__/samples';
import { readPlan } from './readPlan';
import { readState } from './readState';
import { targetOf } from './targetOf';

const [entry] = configOf({
  published: [{ name: 'db', planUrl: 'https://a.test/plan.json' }],
}).published;

describe('documents that Terraform 1.11 wrote', () => {
  const tell = (file: string) => {
    const document = recording(file);
    return targetOf(
      entry,
      { plan: readPlan(document) },
      Date.parse(document.timestamp) + 60_000,
    );
  };

  it.each<[string, string, [number, number, number], number]>([
    ['plan-create', 'outOfSync', [5, 0, 0], 0],
    ['plan-noop', 'synced', [0, 0, 0], 0],
    ['plan-change', 'outOfSync', [1, 2, 1], 0],
    ['plan-destroy', 'outOfSync', [0, 0, 5], 0],
    ['plan-resource-drift', 'outOfSync', [1, 1, 0], 2],
    ['plan-refresh-only-resource-drift', 'outOfSync', [0, 0, 0], 2],
    ['plan-errored', 'unknown', [1, 0, 0], 0],
  ])('%s', (file, sync, [add, change, destroy], drift) => {
    const target = tell(file);
    expect(target.sync.status).toBe(sync);
    expect(target.plan).toMatchObject({ add, change, destroy });
    expect(target.drift?.count ?? 0).toBe(drift);
  });

  it('have checks that tell of health', () => {
    expect(tell('plan-noop').health.status).toBe('healthy');
    expect(tell('plan-change').health).toEqual({
      status: 'degraded',
      reason: 'check.replicas_positive failed',
    });
    expect(tell('plan-destroy').health.status).toBe('unknown');
  });

  it('hold resources', () => {
    const { resources } = readState(recording('show-state'));
    expect(resources).toHaveLength(5);
    expect(resources[0]).toEqual({
      address: 'module.dns.terraform_data.record',
      type: 'terraform_data',
    });
    expect(() => readState(recording('state-v4'))).toThrow(/itself/);
    expect(() => readState(recording('plan-noop'))).toThrow(/not a state/);
    expect(() => readPlan(recording('show-state'))).toThrow(/not a plan/);
  });
});
