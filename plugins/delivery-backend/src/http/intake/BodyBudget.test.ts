import fc from 'fast-check';
import { BodyBudget } from './BodyBudget';

describe('BodyBudget', () => {
  it('bounds how many there are, and how large they are together', () => {
    const many = new BodyBudget({ bodies: 2, bytes: 1000 });
    expect(many.reserve('a', 1)).toBeDefined();
    expect(many.reserve('b', 1)).toBeDefined();
    expect(many.reserve('c', 1)).toBeUndefined();

    const large = new BodyBudget({ bodies: 10, bytes: 100 });
    expect(large.reserve('a', 50)).toBeDefined();
    expect(large.reserve('b', 50)).toBeDefined();
    expect(large.reserve('c', 1)).toBeUndefined();
  });

  it('leaves room for others where one sender takes all that it can', () => {
    const budget = new BodyBudget({ bodies: 10, bytes: 100 });
    expect(budget.reserve('greedy', 50)).toBeDefined();
    expect(budget.reserve('greedy', 1)).toBeUndefined();
    expect(budget.reserve('another', 10)).toBeDefined();
  });

  it('has all its room again once everything was given back', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            sender: fc.constantFrom('a', 'b', 'c'),
            bytes: fc.nat(60),
            keep: fc.boolean(),
          }),
        ),
        bodies => {
          const budget = new BodyBudget({ bodies: 4, bytes: 100 });
          const held: (() => void)[] = [];
          for (const { sender, bytes, keep } of bodies) {
            const release = budget.reserve(sender, bytes);
            if (release && keep) {
              held.push(release);
            } else {
              release?.();
            }
          }
          held.forEach(release => release());
          expect(budget.reserve('a', 50)).toBeDefined();
          expect(budget.reserve('b', 50)).toBeDefined();
        },
      ),
    );
  });
});
