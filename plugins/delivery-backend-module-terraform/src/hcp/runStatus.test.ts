import { areContractsPresent, named, openApi } from '../__testUtils__/samples';
import { isApplying, judgeRun, RUN_STATUS_TABLE } from './runStatus';

describe('judgeRun', () => {
  it.each(Object.keys(RUN_STATUS_TABLE))('%s', raw => {
    const own = judgeRun(raw, false);
    const confirmable = judgeRun(raw, true);
    const meaning = RUN_STATUS_TABLE[raw];
    expect(own).toMatchObject({
      raw,
      status: meaning === 'confirmable' ? 'running' : meaning,
    });
    const isOver = ['succeeded', 'failed', 'cancelled'].includes(own.status);
    expect(confirmable.status).toBe(isOver ? own.status : 'waiting');
  });

  it.each(['new_tomorrow', '', 'constructor', '__proto__'])(
    'does not know %p',
    raw => {
      expect(judgeRun(raw, false)).toEqual({
        status: 'unknown',
        raw,
        reason: expect.any(String),
      });
      expect(isApplying(raw)).toBe(false);
    },
  );

  it('succeeds on three statuses only', () => {
    expect(
      Object.keys(RUN_STATUS_TABLE).filter(
        raw => judgeRun(raw, false).status === 'succeeded',
      ),
    ).toEqual(['applied', 'planned_and_finished', 'assessed']);
  });
});

(areContractsPresent ? describe : describe.skip)(
  named('the schema of HCP Terraform'),
  () => {
    it('has no status of a run that is not known here', () => {
      const { status } =
        openApi().components.schemas.runs.properties.attributes.properties;
      expect(status.enum.length).toBeGreaterThan(30);
      expect(
        status.enum.filter((raw: string) => !(raw in RUN_STATUS_TABLE)),
      ).toEqual([]);
    });
  },
);
