import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { createTestStore } from '../../__testUtils__/createTestStore';
import { eventually } from '../../__testUtils__/eventually';
import { DatabaseLeaseStore } from './DatabaseLeaseStore';
import { LeaseLostError } from './Lease';
import { LeaseManager } from './LeaseManager';

jest.setTimeout(60_000);

describe('leases', () => {
  const databases = TestDatabases.create();
  const stops: (() => Promise<void>)[] = [];

  afterEach(async () => {
    await Promise.all(stops.splice(0).map(stop => stop()));
  });

  function replica(knex: Knex, holder: string, expiryMs = 500) {
    const leases = new DatabaseLeaseStore(knex, { holder, expiryMs });
    const manager = new LeaseManager({
      leases,
      logger: mockServices.logger.mock(),
      expiryMs,
      renewMs: 100,
    });
    return { leases, manager };
  }

  function untilAborted(signal: AbortSignal): Promise<void> {
    return new Promise(resolve => {
      signal.addEventListener('abort', () => resolve());
    });
  }

  describe.each(databases.eachSupportedId())('%s', databaseId => {
    let knex: Knex;
    beforeEach(async () => {
      knex = await databases.init(databaseId);
      await createTestStore(knex);
    });

    it('are held by one at a time, each with a higher fence', async () => {
      const one = replica(knex, 'one', 60_000).leases;
      const two = replica(knex, 'two', 60_000).leases;
      const [held] = await one.acquire(['a']);
      expect(held).toEqual({ name: 'a', holder: 'one', fence: 1 });
      expect(await two.acquire(['a'])).toEqual([]);
      expect(await one.acquire(['a'])).toEqual([]);
      expect(await one.renew([held])).toEqual([held]);
      await one.release(held);
      const [next] = await two.acquire(['a', 'b']);
      expect(next).toEqual({ name: 'a', holder: 'two', fence: 2 });
      expect(await one.renew([held])).toEqual([]);
      await one.release(held);
      expect(await two.holders()).toEqual(
        new Map([
          ['a', 'two'],
          ['b', 'two'],
        ]),
      );
    });

    it('are taken by one of many that want them at once', async () => {
      const all = await Promise.all(
        ['one', 'two', 'three', 'four'].map(holder =>
          replica(knex, holder, 60_000).leases.acquire(['a', 'b', 'c']),
        ),
      );
      expect(
        all
          .flat()
          .map(({ name }) => name)
          .sort(),
      ).toEqual(['a', 'b', 'c']);
    });

    it('refuse the transaction of a holder that was followed', async () => {
      const one = replica(knex, 'one').leases;
      const two = replica(knex, 'two').leases;
      const [held] = await one.acquire(['a']);
      await knex.transaction(trx => one.assertHeld(trx, held));
      await knex('leases').update({ expires_at: 0 });
      await two.acquire(['a']);
      await expect(
        knex.transaction(trx => one.assertHeld(trx, held)),
      ).rejects.toThrow(LeaseLostError);
    });

    it('abort the work of a replica that lost them, and run it elsewhere', async () => {
      const one = replica(knex, 'one');
      const two = replica(knex, 'two');
      const log: string[] = [];
      const work = (name: string) => async (signal: AbortSignal) => {
        log.push(`${name} begins`);
        await untilAborted(signal);
        log.push(`${name} ends`);
      };
      stops.push(one.manager.runLeased('a', work('one')).stop);
      await eventually(() => expect(log).toEqual(['one begins']));
      stops.push(two.manager.runLeased('a', work('two')).stop);
      // Its database does not answer any more.
      jest.spyOn(one.leases, 'renew').mockRejectedValue(new Error('gone'));
      jest.spyOn(one.leases, 'acquire').mockRejectedValue(new Error('gone'));
      await eventually(() =>
        expect(log).toEqual(['one begins', 'one ends', 'two begins']),
      );
    });

    it('are given back when the work is stopped', async () => {
      const { leases, manager } = replica(knex, 'one', 60_000);
      let aborted = false;
      const job = manager.runLeased('a', async signal => {
        await untilAborted(signal);
        aborted = true;
      });
      await eventually(async () =>
        expect([...(await leases.holders()).keys()]).toEqual(['a']),
      );
      expect(() => manager.runLeased('a', async () => {})).toThrow(/already/);
      await job.stop();
      expect(aborted).toBe(true);
      expect((await leases.holders()).size).toBe(0);
    });
  });
});
