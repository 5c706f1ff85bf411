import { OPERATION_STATES } from '@throughline/plugin-delivery-common';
import { gateLooks, operationLooks, stepLooks } from './operationLooks';

describe('looks of operations', () => {
  it.each([
    ['operation', [...OPERATION_STATES, 'pending'], operationLooks],
    ['step', Object.keys(stepLooks), stepLooks],
    ['gate', Object.keys(gateLooks), gateLooks],
  ])('tell every %s apart without its colour', (_, states, looks) => {
    const icons = new Set(
      states.map(state => (looks as Record<string, any>)[state].Icon),
    );
    expect(icons.size).toBe(states.length);
  });

  it('give green to nothing but what went well', () => {
    const green = Object.entries({
      ...operationLooks,
      ...stepLooks,
      ...gateLooks,
    })
      .filter(([, look]) => look.tone === 'positive')
      .map(([state]) => state);
    expect(green.sort()).toEqual(['pass', 'succeeded']);
  });
});
