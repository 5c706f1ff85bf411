import { hookSteps } from './hookSteps';

const hook = (hookPhase: unknown, more: object = {}) => ({
  group: 'batch',
  version: 'v1',
  kind: 'Job',
  namespace: 'shop',
  name: 'migrate',
  hookType: 'PreSync',
  hookPhase,
  message: 'job completed',
  syncPhase: 'PreSync',
  ...more,
});

describe('hookSteps', () => {
  it.each([
    ['Running', 'running'],
    ['Terminating', 'running'],
    ['Succeeded', 'succeeded'],
    ['Failed', 'failed'],
    ['Error', 'failed'],
  ])('has a step for a hook that is %s', (phase, state) => {
    expect(hookSteps([hook(phase)])).toEqual([
      { name: 'PreSync hook Job migrate', state, message: 'job completed' },
    ]);
  });

  it.each(['Paused', '', undefined, null])(
    'claims no end of a hook whose phase is %j',
    phase => {
      expect(hookSteps([hook(phase)])).toMatchObject([
        { state: 'running', message: expect.stringContaining('not known') },
      ]);
    },
  );

  it('passes over what is no hook, and what cannot be read', () => {
    expect(
      hookSteps([
        hook('Running', { hookType: undefined, syncPhase: 'Sync' }),
        hook('Running', { hookType: '' }),
        hook(7),
        null,
        hook('Succeeded', { hookType: 'PostSync', name: 'smoke', message: '' }),
      ]),
    ).toEqual([{ name: 'PostSync hook Job smoke', state: 'succeeded' }]);
  });
});
