import { severityOf } from './conditions';

describe('the severity of conditions', () => {
  it.each([
    ['Ready', undefined, 'error', 'info'],
    ['Healthy', undefined, 'error', 'info'],
    ['Released', undefined, 'error', 'info'],
    ['TestSuccess', undefined, 'error', 'info'],
    ['Stalled', 'error', undefined, 'info'],
    ['Drifted', 'warning', undefined, 'info'],
    ['Remediated', 'warning', 'error', 'info'],
    ['Reconciling', 'info', undefined, 'info'],
    ['SomethingNew', 'info', 'warning', 'info'],
    ['toString', 'info', 'warning', 'info'],
  ])('%s: True is %s, False is %s, Unknown is %s', (type, yes, no, doubt) => {
    const of = (status: string) =>
      severityOf({ type, status, reason: '', message: '' });
    expect([of('True'), of('False'), of('Unknown')]).toEqual([yes, no, doubt]);
    expect(of('Maybe')).toBe('warning');
  });
});
