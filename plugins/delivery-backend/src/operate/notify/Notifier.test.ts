import { randomUUID } from 'node:crypto';
import {
  mockServices,
  TestDatabases,
  type TestDatabaseId,
} from '@backstage/backend-test-utils';
import type { OperationState } from '@throughline/plugin-delivery-common';
import type { Knex } from 'knex';
import { createTestStore } from '../../__testUtils__/createTestStore';
import type { LivePages } from '../../read/LivePages';
import { DatabaseOperationStore, type OperationRecord } from '../records';
import { createNotifier } from './createNotifier';

jest.setTimeout(60_000);

const REF = 'component:default/checkout';
const OWNER = 'group:default/payments';

async function ended(
  knex: Knex,
  state: OperationState,
): Promise<OperationRecord> {
  const operations = new DatabaseOperationStore(knex);
  const { record } = await operations.add({
    id: randomUUID(),
    idempotencyKey: randomUUID(),
    actor: 'user:default/maya',
    type: 'sync',
    state: 'queued',
    entityRef: REF,
    environment: 'production',
    requestedAt: new Date(Date.now() - 1000).toISOString(),
    subjects: [],
    order: { input: {}, resources: [{ owner: OWNER }] } as never,
    progress: { gates: [], steps: [], targets: [], links: [] },
  });
  return (await operations.save(record, { state })) ?? record;
}

async function run(knex: Knex, flags: { drifted?: 1; degraded?: 1 }) {
  await knex('fleet_cells').where('entity_ref', REF).delete();
  await knex('fleet_cells').insert({
    entity_ref: REF,
    environment: 'production',
    position: 0,
    data: '{}',
    sources: '||',
    degraded: 0,
    drifted: 0,
    progressing: 0,
    behind: 0,
    unknown: 0,
    ...flags,
  });
}

describe('Notifier', () => {
  const databases = TestDatabases.create();

  async function setUp(databaseId: TestDatabaseId) {
    const knex = await databases.init(databaseId);
    await createTestStore(knex);
    await knex('fleet_rows').insert({
      entity_ref: REF,
      title: 'Checkout',
      search: 'checkout',
      owner: OWNER,
      sources: '||',
      degraded: 0,
      drifted: 0,
      progressing: 0,
      behind: 0,
      unknown: 0,
      failing: 0,
      worst: 0,
      changed_at: '',
    });
    const deployment: { at?: string } = {};
    const send = jest.fn(async (_: unknown) => {});
    const create = () =>
      createNotifier({
        knex,
        pages: {
          get: async () => ({
            lanes: [
              {
                environment: { name: 'production' },
                ...(deployment.at ? { deployedAt: deployment.at } : {}),
              },
            ],
          }),
        } as unknown as LivePages,
        notifications: { send },
        grants: [],
        logger: mockServices.logger.mock(),
        holds: { drifted: 0, degraded: 0, again: 60_000 },
      });
    const titles = () =>
      send.mock.calls.map(
        ([message]) =>
          (message as { payload: { title: string } }).payload.title,
      );
    /** A change of the page, which is looked at. */
    const change = async (flags: Parameters<typeof run>[1]) => {
      await run(knex, flags);
      const notifier = create();
      notifier.pagesChanged([REF]);
      await knex.raw('select 1');
      await new Promise(resolve => setTimeout(resolve, 20));
      await notifier.tell();
    };
    return { knex, send, create, titles, change, deployment };
  }

  it.each(databases.eachSupportedId())(
    'tells the end of an operation once, whoever restarts, %s',
    async databaseId => {
      const { knex, create, titles } = await setUp(databaseId);
      await ended(knex, 'succeeded');
      await ended(knex, 'cancelled');
      await create().tell();
      await create().tell();
      expect(titles()).toEqual(['sync checkout in production succeeded']);
    },
  );

  it.each(databases.eachSupportedId())(
    'tells later what could not be sent, %s',
    async databaseId => {
      const { knex, create, send, titles } = await setUp(databaseId);
      await ended(knex, 'failed');
      send.mockRejectedValueOnce(new Error('404'));
      await expect(create().tell()).rejects.toThrow(
        /plugin-notifications-backend installed/,
      );
      await create().tell();
      await create().tell();
      expect(titles()).toHaveLength(2);
    },
  );

  it.each(databases.eachSupportedId())(
    'tells the owner what has drifted since it was first seen, %s',
    async databaseId => {
      const { titles, change, send } = await setUp(databaseId);
      await change({});
      await change({ drifted: 1 });
      await change({ drifted: 1 });
      expect(titles()).toEqual(['Checkout has drifted in production']);
      expect(send).toHaveBeenCalledWith(
        expect.objectContaining({
          recipients: { type: 'entity', entityRef: [OWNER] },
        }),
      );
    },
  );

  it.each(databases.eachSupportedId())(
    'tells owner and actor what a deployment degraded, and nothing else that is degraded, %s',
    async databaseId => {
      const { knex, titles, change, send, deployment } = await setUp(
        databaseId,
      );
      await ended(knex, 'succeeded');
      await change({});
      await change({ degraded: 1 });
      expect(titles()).not.toContainEqual(expect.stringMatching(/degraded/));
      await change({});
      await knex('state_notices').update({ states: '{}' });
      deployment.at = new Date().toISOString();
      await change({ degraded: 1 });
      expect(titles()).toContain(
        'Checkout is degraded in production after a deployment',
      );
      expect(send).toHaveBeenLastCalledWith(
        expect.objectContaining({
          recipients: {
            type: 'entity',
            entityRef: [OWNER, 'user:default/maya'],
          },
        }),
      );
    },
  );

  it.each(databases.eachSupportedId())(
    'forgets services of which nothing runs any more, %s',
    async databaseId => {
      const { knex, change } = await setUp(databaseId);
      await change({});
      expect(await knex('state_notices')).toHaveLength(1);
      await knex('fleet_rows').delete();
      await change({});
      expect(await knex('state_notices')).toHaveLength(0);
    },
  );
});
