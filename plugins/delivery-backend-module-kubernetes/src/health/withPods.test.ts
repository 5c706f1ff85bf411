import { withPods } from './withPods';

describe('withPods', () => {
  const none = {
    count: 3,
    ready: 3,
    images: [],
    failingCount: 0,
    failing: [],
    waiting: [],
  };
  const crashing = {
    ...none,
    failingCount: 1,
    failing: [{ reason: 'CrashLoopBackOff', count: 1 }],
  };

  it('makes what crashes degraded, whatever the workload says', () => {
    for (const status of ['healthy', 'progressing', 'suspended'] as const) {
      expect(withPods({ status }, crashing)).toEqual({
        status: 'degraded',
        raw: 'CrashLoopBackOff',
        reason: '1 of 3 pods: CrashLoopBackOff',
      });
    }
  });

  it('keeps both reasons where the workload is degraded itself', () => {
    const own = { status: 'degraded', raw: 'X', reason: 'too late' } as const;
    expect(withPods(own, crashing)).toEqual({
      ...own,
      reason: 'too late; 1 of 3 pods: CrashLoopBackOff',
    });
  });

  it('says what pods wait for', () => {
    const waiting = [{ reason: 'Unschedulable', count: 2 }];
    expect(withPods({ status: 'progressing' }, { ...none, waiting })).toEqual({
      status: 'progressing',
      reason: '2 pods: Unschedulable',
    });
    expect(withPods({ status: 'healthy' }, { ...none, waiting }).status).toBe(
      'healthy',
    );
  });

  it('changes nothing where pods are well or cannot be seen', () => {
    expect(withPods({ status: 'healthy' }, none)).toEqual({
      status: 'healthy',
    });
    expect(withPods({ status: 'healthy' }, undefined)).toEqual({
      status: 'healthy',
    });
  });
});
