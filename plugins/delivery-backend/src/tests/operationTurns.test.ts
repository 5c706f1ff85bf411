import {
  TestDatabases,
  type TestDatabaseId,
} from '@backstage/backend-test-utils';
import type { OperationView } from '@throughline/plugin-delivery-common';
import { eventually } from '../__testUtils__/eventually';
import {
  startOperate,
  untilState,
  type OperateHarness,
} from '../__testUtils__/operateHarness';
import { itemId } from '../store';
import { FakeOperator } from './FakeOperator';
import { FakeSource } from './FakeProvider';
import { application, entity } from './world';

jest.setTimeout(120_000);

const SOURCE = 'argocd:test';
const REF = 'component:default/shop';
const OWNER = ['group:default/shop'];
const LABEL = { 'backstage.io/kubernetes-id': 'shop' };
const idOf = (name: string) => itemId(SOURCE, 'target', `argocd/${name}`);
const nameOf = (index: number) => `shop-${index}`;
let last = 0;
const ask = (names: string[], more: object = {}) => ({
  type: 'sync',
  entityRef: REF,
  targetIds: names.map(idOf),
  idempotencyKey: `turn-${last++}`,
  ...more,
});
const never = () => new Promise<never>(() => {});

interface World extends OperateHarness {
  operator: FakeOperator;
  source: FakeSource;
}

describe('turns of operations', () => {
  const databases = TestDatabases.create();
  const running: World[] = [];

  async function begin(
    databaseId: TestDatabaseId,
    options: { targets?: number; answerMs?: number } = {},
  ): Promise<World> {
    const operator = new FakeOperator();
    const names = Array.from({ length: options.targets ?? 3 }, (_, index) =>
      nameOf(index),
    );
    const source = new FakeSource(
      SOURCE,
      names.map(name => application(name, { labels: LABEL })),
    );
    source.operators = [operator];
    const harness = await startOperate(await databases.init(databaseId), {
      source,
      links: names.length,
      entity: entity('shop', {
        owner: OWNER[0],
        annotations: { 'argocd/app-name': names.join(',') },
      }),
      config: {
        environments: [{ name: 'staging', match: [{ name: '*' }] }],
        operations: { followFor: '1m', production: { grants: OWNER } },
      },
      ...(options.answerMs ? { answerMs: options.answerMs } : {}),
    });
    running.push({ ...harness, operator, source });
    return running.at(-1)!;
  }

  afterEach(async () => {
    await Promise.all(running.splice(0).map(each => each.stop()));
  });

  it.each(databases.eachSupportedId())(
    'of 200 queued at once come in their order on each target and side by side across them, %s',
    async databaseId => {
      const targets = 20;
      const { as, operator, knex } = await begin(databaseId, { targets });
      const dev = as('dev', OWNER);
      const acting = new Map<string, string>();
      const order = new Map<string, string[]>();
      let atOnce = 0;
      operator.onStart = async ({ subject, token }) => {
        const { name } = (subject as { target: { name: string } }).target;
        expect(acting.get(name)).toBeUndefined();
        acting.set(name, token);
        atOnce = Math.max(atOnce, acting.size);
        order.set(name, [...(order.get(name) ?? []), token]);
        await new Promise(resolve => setTimeout(resolve, 100));
      };
      operator.onFollow = async ({ token }) => {
        for (const [name, acts] of acting) {
          if (acts === token) {
            acting.delete(name);
          }
        }
        return { state: 'succeeded' };
      };
      const asked = new Map<string, OperationView[]>();
      for (let round = 0; round < 10; round++) {
        await Promise.all(
          Array.from({ length: targets }, async (_, index) => {
            const { body } = await dev.post(
              '/operations',
              ask([nameOf(index)]),
            );
            const name = nameOf(index);
            asked.set(name, [...(asked.get(name) ?? []), body]);
          }),
        );
      }
      await untilAllEnded(knex, 100_000);
      expect(operator.acted).toHaveLength(200);
      expect(new Set(operator.acted).size).toBe(200);
      expect(atOnce).toBeGreaterThan(targets / 2);
      for (const [name, operations] of asked) {
        expect(order.get(name)).toEqual(operations.map(({ id }) => id));
      }
      const states = await knex('operations').distinct('state').pluck('state');
      expect(states).toEqual(['succeeded']);
    },
  );

  it.each(databases.eachSupportedId())(
    'behind an upstream that never answers stand still for its own target only, and pages answer, %s',
    async databaseId => {
      const { as, operator } = await begin(databaseId, { answerMs: 500 });
      const dev = as('dev', OWNER);
      const [hung, fine] = [nameOf(0), nameOf(1)];
      operator.onStart = async ({ subject, token }) => {
        const { name } = (subject as { target: { name: string } }).target;
        return name === hung
          ? never()
          : void operator.progress.set(token, { state: 'succeeded' });
      };
      const stuck = (await dev.post('/operations', ask([hung]))).body;
      await untilState(dev, stuck.id, 'running');
      const behind = (await dev.post('/operations', ask([hung]))).body;
      const beside = (await dev.post('/operations', ask([fine]))).body;
      await untilState(dev, beside.id, 'succeeded');
      const page = await dev.get('/entities/default/component/shop');
      expect(page.status).toBe(200);
      await eventually(async () =>
        expect((await dev.get(`/operations/${stuck.id}`)).body).toMatchObject({
          state: 'running',
          message: expect.stringContaining('not asked twice'),
        }),
      );
      expect((await dev.get(`/operations/${behind.id}`)).body.state).toBe(
        'queued',
      );
      expect(operator.acted).toEqual([beside.id]);
    },
  );

  it('of one operation on several targets are not held up by one that hangs', async () => {
    const { as, operator } = await begin('SQLITE_3', { answerMs: 500 });
    const dev = as('dev', OWNER);
    operator.onStart = async ({ subject }) =>
      (subject as { target: { name: string } }).target.name === nameOf(0)
        ? never()
        : undefined;
    operator.onFollow = async () => ({ state: 'succeeded' });
    const { body } = await dev.post(
      '/operations',
      ask([nameOf(0), nameOf(1), nameOf(2)]),
    );
    await eventually(async () => {
      const seen = (await dev.get(`/operations/${body.id}`)).body;
      expect(seen.targets.map((each: { state: string }) => each.state)).toEqual(
        ['running', 'succeeded', 'succeeded'],
      );
    });
  });

  it('that an upstream takes longer to begin than an answer may take are not asked for twice', async () => {
    const { as, operator } = await begin('SQLITE_3', { answerMs: 200 });
    const dev = as('dev', OWNER);
    let calls = 0;
    operator.onStart = async () => {
      calls++;
      await new Promise(resolve => setTimeout(resolve, 3000));
    };
    operator.onFollow = async () => ({ state: 'succeeded' });
    const { body } = await dev.post('/operations', ask([nameOf(0)]));
    await untilState(dev, body.id, 'succeeded');
    expect(calls).toBe(1);
    expect(operator.acted).toEqual([body.id]);
  });

  it('are told to whoever asks next', async () => {
    const { as, operator } = await begin('SQLITE_3');
    const dev = as('dev', OWNER);
    const other = as('other', OWNER);
    const { body } = await dev.post('/operations', ask([nameOf(0)]));
    await untilState(dev, body.id, 'running');
    const warnings = async (name: string) =>
      (await other.post('/operations/plan', ask([name]))).body.warnings;
    expect(await warnings(nameOf(0))).toEqual([
      expect.stringMatching(/^dev asked for sync here .* waits for its turn/),
    ]);
    expect(await warnings(nameOf(1))).toEqual([]);
    operator.progress.set(body.id, { state: 'succeeded' });
    await untilState(dev, body.id, 'succeeded');
    expect(await warnings(nameOf(0))).toEqual([]);
  });

  it('do not come while the fleet is frozen, also of what stands in line', async () => {
    const { as, operator } = await begin('SQLITE_3');
    const dev = as('dev', OWNER);
    const first = (await dev.post('/operations', ask([nameOf(0)]))).body;
    await untilState(dev, first.id, 'running');
    const second = (await dev.post('/operations', ask([nameOf(0)]))).body;
    expect(second.state).toBe('queued');
    const freeze = { on: true, reason: 'outage' };
    expect((await dev.post('/operations/freeze', freeze)).status).toBe(204);
    operator.progress.set(first.id, { state: 'succeeded' });
    expect(await untilState(dev, second.id, 'refused')).toMatchObject({
      message: expect.stringContaining('frozen the whole fleet'),
    });
    expect(operator.acted).toEqual([first.id]);
  });

  it('find out at their turn that the target has become somebody else’s meanwhile', async () => {
    const { as, operator, source } = await begin('SQLITE_3');
    const dev = as('dev', OWNER);
    const first = (await dev.post('/operations', ask([nameOf(0)]))).body;
    await untilState(dev, first.id, 'running');
    const second = (await dev.post('/operations', ask([nameOf(0)]))).body;
    source.tell({
      type: 'observed',
      scope: 'all',
      items: [
        application(nameOf(0), {
          labels: { 'backstage.io/kubernetes-id': 'another' },
        }),
      ],
    });
    await eventually(async () => {
      const { body } = await dev.get(
        '/entities/default/component/shop/operations',
      );
      expect(body.targets[idOf(nameOf(0))][0].disabledBecause).toMatch(
        /nothing confirms/,
      );
    });
    operator.progress.set(first.id, { state: 'succeeded' });
    await untilState(dev, first.id, 'succeeded');
    expect(await untilState(dev, second.id, 'failed')).toMatchObject({
      message: expect.stringContaining('has changed since this was asked for'),
    });
    expect(operator.acted).toEqual([first.id]);
  });
});

async function untilAllEnded(
  knex: OperateHarness['knex'],
  withinMs: number,
): Promise<void> {
  const until = Date.now() + withinMs;
  for (;;) {
    const [{ count }] = await knex('operations')
      .whereIn('state', ['waiting', 'queued', 'running'])
      .count({ count: '*' });
    if (Number(count) === 0) {
      return;
    }
    if (Date.now() > until) {
      throw new Error(`${count} operations have not ended`);
    }
    await new Promise(resolve => setTimeout(resolve, 100));
  }
}
