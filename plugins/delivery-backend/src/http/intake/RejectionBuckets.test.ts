import { RejectionBuckets } from './RejectionBuckets';

describe('RejectionBuckets', () => {
  const setUp = (senders = 10) => {
    const clock = { now: 1_000_000 };
    const buckets = new RejectionBuckets({
      burst: 3,
      refillMs: 1000,
      senders,
      now: () => clock.now,
    });
    return { buckets, clock };
  };

  it('bears a burst, and then one more with each refill', () => {
    const { buckets, clock } = setUp();
    for (const _ of [1, 2, 3]) {
      expect(buckets.waitMs('a')).toBe(0);
      buckets.spend('a');
    }
    expect(buckets.waitMs('a')).toBe(1000);
    clock.now += 999;
    expect(buckets.waitMs('a')).toBe(1);
    clock.now += 1;
    expect(buckets.waitMs('a')).toBe(0);
    buckets.spend('a');
    expect(buckets.waitMs('a')).toBe(1000);
  });

  it('bears the whole burst again after a rest, and no more', () => {
    const { buckets, clock } = setUp();
    buckets.spend('a');
    clock.now += 3_600_000;
    for (const _ of [1, 2, 3]) {
      expect(buckets.waitMs('a')).toBe(0);
      buckets.spend('a');
    }
    expect(buckets.waitMs('a')).toBeGreaterThan(0);
  });

  it('tells senders apart, and remembers no more than it may', () => {
    const { buckets } = setUp(2);
    for (const _ of [1, 2, 3]) {
      buckets.spend('a');
    }
    expect(buckets.waitMs('b')).toBe(0);
    buckets.spend('b');
    expect(buckets.waitMs('a')).toBeGreaterThan(0);
    buckets.spend('c');
    expect(buckets.waitMs('a')).toBe(0);
  });
});
