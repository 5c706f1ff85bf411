import {
  TestDatabases,
  type TestDatabaseId,
} from '@backstage/backend-test-utils';
import type { OperationState } from '@throughline/plugin-delivery-common';
import { createTestStore } from '../../__testUtils__/createTestStore';
import { DatabaseOperationStore } from './DatabaseOperationStore';
import type { NewOperation } from './OperationStore';

jest.setTimeout(60_000);

let last = 0;
const operation = (more: Partial<NewOperation> = {}): NewOperation => {
  const id = `operation-${String(last++).padStart(5, '0')}`;
  return {
    id,
    actor: 'user:default/maya',
    idempotencyKey: `key of ${id}`,
    type: 'sync',
    state: 'queued',
    entityRef: 'component:default/shop',
    requestedAt: '2026-11-26T08:00:00.000Z',
    subjects: ['target'],
    order: {
      input: {
        type: 'sync',
        entityRef: 'component:default/shop',
        idempotencyKey: id,
      },
      approvalsNeeded: 0,
      gated: false,
      breakGlass: false,
      resources: [],
    },
    progress: { gates: [], steps: [], targets: [], links: [] },
    ...more,
  };
};
const at = (minute: number) =>
  `2026-11-26T08:${String(minute).padStart(2, '0')}:00.000Z`;

describe('DatabaseOperationStore', () => {
  const databases = TestDatabases.create();

  async function open(databaseId: TestDatabaseId) {
    const knex = await databases.init(databaseId);
    await createTestStore(knex);
    const store = new DatabaseOperationStore(knex);
    return {
      knex,
      store,
      async add(more: Partial<NewOperation> = {}) {
        return (await store.add(operation(more))).record;
      },
    };
  }

  it.each(databases.eachSupportedId())(
    'stores one operation for a key, whoever asks and however many at once, %s',
    async databaseId => {
      const { store, knex } = await open(databaseId);
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          store.add(
            operation({
              idempotencyKey: 'same',
              actor: `user:default/${index % 2}`,
            }),
          ),
        ),
      );
      expect(answers.filter(({ isNew }) => isNew)).toHaveLength(1);
      expect(new Set(answers.map(({ record }) => record.id)).size).toBe(1);
      expect(await knex('operation_subjects').select()).toHaveLength(1);
      expect((await store.byKey('same'))?.id).toBe(answers[0].record.id);
      expect(await store.byKey('other')).toBeUndefined();
    },
  );

  it.each(databases.eachSupportedId())(
    'gives the turn to what acts, then to who came first; what waits for gates stands in nobody’s way, %s',
    async databaseId => {
      const { store, add } = await open(databaseId);
      const waiting = await add({ state: 'waiting', requestedAt: at(0) });
      const second = await add({ requestedAt: at(2) });
      const first = await add({ requestedAt: at(1) });
      expect(await store.firstOn('target')).toBe(first.id);
      await store.save(second, { state: 'running' });
      expect(await store.firstOn('target')).toBe(second.id);
      const overtaken = await store.save(waiting, { state: 'queued' });
      expect(overtaken?.state).toBe('queued');
      expect(await store.firstOn('target')).toBe(second.id);
      expect((await store.openOn(['target'])).map(({ id }) => id)).toEqual([
        waiting.id,
        first.id,
        second.id,
      ]);
      expect(await store.firstOn('another')).toBeUndefined();
      expect(await store.openOn(['another'])).toEqual([]);
    },
  );

  it.each(databases.eachSupportedId())(
    'lists what waits for gates after what can be carried on, %s',
    async databaseId => {
      const { store, add } = await open(databaseId);
      const waiting = await add({ state: 'waiting', requestedAt: at(0) });
      const queued = await add({ requestedAt: at(1) });
      await add({ state: 'refused', requestedAt: at(0) });
      expect((await store.open()).map(({ id }) => id)).toEqual([
        queued.id,
        waiting.id,
      ]);
    },
  );

  it.each(databases.eachSupportedId())(
    'lets one of two replicas write, %s',
    async databaseId => {
      const { store, add } = await open(databaseId);
      const record = await add();
      const saves = await Promise.all(
        Array.from({ length: 5 }, () =>
          store.save(record, { state: 'running' }),
        ),
      );
      expect(saves.filter(Boolean)).toHaveLength(1);
      expect((await store.get(record.id))?.version).toBe(2);
    },
  );

  it.each(databases.eachSupportedId())(
    'counts one decision of a person, however often and fast it is given, %s',
    async databaseId => {
      const { store, add } = await open(databaseId);
      const { id } = await add({ state: 'waiting' });
      const decide = (by: string, decision: 'approved' | 'rejected') =>
        store.decide(id, { by, at: at(0), decision });
      const counted = await Promise.all([
        decide('user:default/nadia', 'approved'),
        decide('user:default/nadia', 'rejected'),
        decide('user:default/nadia', 'approved'),
        decide('user:default/omar', 'approved'),
      ]);
      expect(counted.filter(Boolean)).toHaveLength(2);
      expect((await store.get(id))?.approvals).toHaveLength(2);
    },
  );

  it.each(databases.eachSupportedId())(
    'keeps the first of two freezes, and says so, %s',
    async databaseId => {
      const { store } = await open(databaseId);
      const freeze = (by: string) => ({ by, since: at(0), reason: 'outage' });
      const set = await Promise.all(
        ['user:default/a', 'user:default/b'].map(by =>
          store.setFreeze(freeze(by)),
        ),
      );
      expect(set.filter(Boolean)).toHaveLength(1);
      expect((await store.freeze())?.by).toBe(
        set[0] ? 'user:default/a' : 'user:default/b',
      );
      expect(await store.setFreeze(undefined)).toBe(true);
      expect(await store.freeze()).toBeUndefined();
    },
  );

  it.each(databases.eachSupportedId())(
    'forgets all that ended before its retention with what hangs on it, and nothing else, %s',
    async databaseId => {
      const { store, knex, add } = await open(databaseId);
      const old = '2020-01-01T00:00:00.000Z';
      for (const state of ['refused', 'cancelled'] as OperationState[]) {
        for (let index = 0; index < 510; index++) {
          await add({ state, requestedAt: old });
        }
      }
      const open_ = await add({ state: 'waiting', requestedAt: old });
      const fresh = await add({ state: 'refused', requestedAt: at(0) });
      const effects = (effect: string) => ({
        state: 'succeeded' as const,
        progress: { ...operation().progress, effects: [effect] },
      });
      const ended = await add({ requestedAt: old });
      await store.save(ended, effects('commit:old'));
      await store.decide(ended.id, { by: 'x', at: old, decision: 'approved' });
      await knex('operation_notices').insert({
        operation_id: ended.id,
        kind: 'operation-finished',
        told_at: old,
      });
      await knex('operations')
        .where('id', ended.id)
        .update({ finished_at: old });
      const later = await add({ requestedAt: old });
      await store.save(later, effects('commit:new'));

      expect(await store.prune('2026-11-26T00:00:00.000Z')).toBe(1021);
      const left = [open_.id, fresh.id, later.id].sort();
      expect(await knex('operations').orderBy('id').pluck('id')).toEqual(left);
      expect(
        await knex('operation_subjects')
          .orderBy('operation_id')
          .pluck('operation_id'),
      ).toEqual(left);
      expect(await knex('operation_effects').pluck('effect')).toEqual([
        'commit:new',
      ]);
      expect(await knex('operation_approvals').select()).toEqual([]);
      expect(await knex('operation_notices').select()).toEqual([]);
      expect(await store.prune('2026-11-26T00:00:00.000Z')).toBe(0);
    },
  );

  it.each(databases.eachSupportedId())(
    'tells a pin until it is given back, whatever becomes of the operation, %s',
    async databaseId => {
      const { store, add } = await open(databaseId);
      const writes = async (
        pinning: 'pin' | 'unpin',
        more: Partial<NewOperation> = {},
      ) => {
        const record = await add({ environment: 'production', ...more });
        await store.save(record, {
          state: 'failed',
          progress: { ...record.progress, pinning },
        });
        return record;
      };
      const order = { ...operation().order, to: '1.4.0' };
      await writes('pin');
      const second = await writes('pin', {
        order,
        actor: 'user:default/nadia',
      });
      await writes('pin', { entityRef: 'component:default/other' });
      for (let count = 0; count < 20; count++) {
        await store.save(await add(), { state: 'succeeded' });
      }
      await store.prune(new Date(Date.now() + 1000).toISOString());
      expect(await store.pins('component:default/shop')).toEqual([
        {
          environment: 'production',
          by: 'user:default/nadia',
          since: expect.stringMatching(/^\d{4}-/),
          operationId: second.id,
          what: '1.4.0',
        },
      ]);
      await writes('unpin', { environment: 'staging' });
      expect(await store.pins('component:default/shop')).toHaveLength(1);
      await writes('unpin');
      expect(await store.pins('component:default/shop')).toEqual([]);
    },
  );
});
