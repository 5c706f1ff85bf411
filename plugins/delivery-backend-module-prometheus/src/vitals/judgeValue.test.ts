import fc from 'fast-check';
import type { Probe } from '../config/readProbe';
import { judgeValue } from './judgeValue';

const probe = (more: Partial<Probe>): Probe => ({
  name: 'errors',
  measures: 'error rate',
  query: 'q',
  unit: 'ratio',
  healthy: { direction: 'below', bound: 0.05 },
  ...more,
});

describe('judgeValue', () => {
  it.each<[number, Partial<Probe>, string, string]>([
    [0.049, {}, 'healthy', 'error rate is below 5 %'],
    [0.05, {}, 'degraded', 'error rate is at or above 5 %'],
    [
      2,
      { unit: 'seconds', healthy: { direction: 'above', bound: 2 } },
      'degraded',
      'error rate is at or below 2 s',
    ],
    [
      0.07,
      { degraded: { direction: 'above', bound: 0.1 } },
      'unknown',
      'error rate is neither below 5 % nor above 10 %',
    ],
    [
      0.11,
      { degraded: { direction: 'above', bound: 0.1 } },
      'degraded',
      'error rate is above 10 %',
    ],
    [
      3,
      { unit: 'perSecond', healthy: { direction: 'above', bound: 1 } },
      'healthy',
      'error rate is above 1 a second',
    ],
    [
      0,
      { unit: 'none', healthy: { direction: 'above', bound: 0 } },
      'degraded',
      'error rate is at or below 0',
    ],
  ])('%s', (value, more, status, reason) => {
    expect(judgeValue(probe(more), value)).toEqual({ status, reason });
  });

  it.each([NaN, Infinity, -Infinity])(
    'says nothing of %s, on whichever side it would be',
    value => {
      for (const direction of ['above', 'below'] as const) {
        expect(
          judgeValue(probe({ healthy: { direction, bound: 1 } }), value),
        ).toMatchObject({ status: 'unknown', reason: expect.any(String) });
      }
    },
  );

  it('is healthy on the healthy side only, and its reason never holds the value', () => {
    fc.assert(
      fc.property(fc.double(), value => {
        const { status, reason } = judgeValue(probe({}), value);
        expect(status === 'healthy').toBe(value < 0.05 && value > -Infinity);
        expect(reason).not.toContain(`${value}`.padEnd(4, 'x'));
      }),
    );
  });
});
