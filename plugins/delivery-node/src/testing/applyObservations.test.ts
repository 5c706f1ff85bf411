import fc from 'fast-check';
import type { Observation, ObservedItem } from '../contract';
import {
  applyObservations,
  itemId,
  NOTHING_OBSERVED,
} from './applyObservations';

const branch = (name: string, kind: 'branch' | 'deployment' = 'branch') =>
  ({ kind, key: name } as unknown as ObservedItem);
const observed = (...items: ObservedItem[]): Observation => ({
  type: 'observed',
  scope: 's',
  items,
});
const listing: Observation = { type: 'listing', scope: 's' };
const listed: Observation = { type: 'listed', scope: 's' };
const idsAfter = (...attempts: Observation[][]) => [
  ...attempts.reduce(applyObservations, NOTHING_OBSERVED).items.keys(),
];

describe('applyObservations', () => {
  it('removes at `listed` what was not mentioned since `listing`', () => {
    expect(
      idsAfter(
        [observed(branch('a'), branch('b'))],
        [listing, observed(branch('b')), listed],
      ),
    ).toEqual(['branch b']);
  });

  it('removes nothing where the listing was broken off', () => {
    expect(idsAfter([observed(branch('a'))], [listing], [listed])).toEqual([
      'branch a',
    ]);
  });

  it('removes nothing of another scope', () => {
    expect(
      idsAfter(
        [{ type: 'observed', scope: 'other', items: [branch('a')] }],
        [listing, listed],
      ),
    ).toEqual(['branch a']);
  });

  it('takes a malformed item for mentioned', () => {
    const malformed: Observation = {
      type: 'malformed',
      scope: 's',
      item: { kind: 'branch', key: 'a', description: 'Branch a' },
      reason: 'no sha',
    };
    expect(
      idsAfter([observed(branch('a'))], [listing, malformed, listed]),
    ).toEqual(['branch a']);
  });

  it('forgets no deployment', () => {
    const deployment = branch('a', 'deployment');
    expect(
      idsAfter(
        [observed(deployment)],
        [
          listing,
          listed,
          { type: 'vanished', scope: 's', items: [deployment] },
        ],
      ),
    ).toEqual(['deployment a']);
  });

  it('keeps the last checkpoint, and problems until they are over', () => {
    const state = applyObservations(NOTHING_OBSERVED, [
      { type: 'checkpoint', cursor: '1' },
      { type: 'problem', scope: 'x', reason: 'forbidden' },
      { type: 'problem', scope: 'y', reason: 'forbidden' },
      { type: 'problem', scope: 'x' },
      { type: 'checkpoint', cursor: '2' },
    ]);
    expect(state.cursor).toBe('2');
    expect([...state.problems.keys()]).toEqual(['y']);
  });

  it('ends at the same whether something is told once or more often', () => {
    const observation = fc.oneof(
      fc
        .array(fc.constantFrom('a', 'b', 'c'), { maxLength: 3 })
        .map(names => observed(...names.map(name => branch(name)))),
      fc.constant(listing),
      fc.constant(listed),
    );
    fc.assert(
      fc.property(fc.array(observation), observations => {
        const complete = [listing, ...observations, listing, listed];
        const once = applyObservations(NOTHING_OBSERVED, complete);
        const twice = applyObservations(once, complete);
        expect([...twice.items.keys()]).toEqual([...once.items.keys()]);
        expect(NOTHING_OBSERVED.items.size).toBe(0);
      }),
    );
  });

  it('names items by kind and key', () => {
    expect(itemId({ kind: 'branch', key: 'a' })).not.toBe(
      itemId({ kind: 'commit', key: 'a' }),
    );
  });
});
