import {
  TestDatabases,
  type TestDatabaseId,
} from '@backstage/backend-test-utils';
import type {
  DeploymentView,
  EntityOperations,
} from '@throughline/plugin-delivery-common';
import { SourceFailure } from '@throughline/plugin-delivery-node';
import type { Knex } from 'knex';
import { eventually } from '../__testUtils__/eventually';
import { itemId } from '../store';
import { FakeOperator } from './FakeOperator';
import { FakeSource } from './FakeProvider';
import {
  startOperate,
  untilState as state,
  type OperateHarness,
} from '../__testUtils__/operateHarness';
import { application, deployment, entity } from './world';

jest.setTimeout(60_000);

const SOURCE = 'argocd:test';
const LABEL = 'backstage.io/kubernetes-id';
const REF = 'component:default/shop';
const idOf = (name: string) => itemId(SOURCE, 'target', `argocd/${name}`);

const ITEMS = [
  application('shop-staging', { labels: { [LABEL]: 'shop' } }),
  application('shop-production', { labels: { [LABEL]: 'shop' } }),
  application('other-staging', { labels: { [LABEL]: 'other' } }),
];

interface Started extends OperateHarness {
  operator: FakeOperator;
  source: FakeSource;
  restart(): Promise<Started>;
}

async function start(
  knex: Knex,
  options: { operator?: FakeOperator; policy?: string[] } = {},
): Promise<Started> {
  const operator = options.operator ?? new FakeOperator();
  const source = new FakeSource(SOURCE, ITEMS);
  source.operators = [operator];
  const harness = await startOperate(knex, {
    source,
    links: 3,
    entity: entity('shop', {
      owner: 'group:default/shop',
      annotations: {
        'argocd/app-name': 'shop-staging,shop-production,other-staging',
      },
    }),
    config: {
      operations: {
        production: { grants: ['group:default/release-managers'] },
      },
    },
    ...(options.policy ? { denied: options.policy } : {}),
  });
  return {
    ...harness,
    operator,
    source,
    async restart() {
      await harness.stop();
      return start(knex, { ...options, operator });
    },
  };
}

const OWNER = ['group:default/shop'];
const MANAGER = ['group:default/release-managers'];
let lastKey = 0;
const ask = (name: string, more: object = {}) => ({
  type: 'sync',
  entityRef: REF,
  targetIds: [idOf(name)],
  idempotencyKey: `key-${lastKey++}`,
  ...more,
});

const deployed = (target: string, actor: string) =>
  deployment(`argocd/${target}`, 0, {
    actor: { name: actor },
    startedAt: new Date().toISOString(),
    finishedAt: new Date().toISOString(),
  });

describe('operations', () => {
  const databases = TestDatabases.create();
  const running: Started[] = [];

  async function begin(
    databaseId: TestDatabaseId,
    options: Parameters<typeof start>[1] = {},
  ): Promise<Started> {
    const started = await start(await databases.init(databaseId), options);
    running.push(started);
    return started;
  }

  afterEach(async () => {
    await Promise.all(running.splice(0).map(each => each.stop()));
  });

  it.each(databases.eachSupportedId())(
    'are named in the history where their source knows the deployment, and hidden from it by no other name, %s',
    async databaseId => {
      const { as, operator, source } = await begin(databaseId);
      const dev = as('dev', OWNER);
      const { body } = await dev.post('/operations', ask('shop-staging'));
      await eventually(() => expect(operator.acted).toEqual([body.id]));
      source.tell({
        type: 'observed',
        scope: 'all',
        items: [
          deployed('shop-staging', 'token-of-the-portal'),
          deployed('shop-production', 'grace'),
        ],
      });
      const origins = async () => {
        const { items } = (
          await dev.get('/entities/default/component/shop/history')
        ).body as { items: DeploymentView[] };
        return Object.fromEntries(
          items.map(each => [each.targetName, each.origin]),
        );
      };
      // While it is under way nobody can tell.
      await eventually(async () =>
        expect(await origins()).toEqual({
          'shop-staging': undefined,
          'shop-production': {
            type: 'outside',
            by: { name: 'grace' },
            evidence: 'upstream',
          },
        }),
      );
      operator.progress.set(body.id, {
        state: 'succeeded',
        deployment: 'argocd/shop-staging/0',
      });
      await state(dev, body.id, 'succeeded');
      expect(await origins()).toMatchObject({
        'shop-staging': {
          type: 'portal',
          operations: [
            { id: body.id, type: 'sync', requestedBy: 'user:default/dev' },
          ],
        },
      });
    },
  );

  it.each(databases.eachSupportedId())(
    'are carried out once, followed to their end, and told as they are, %s',
    async databaseId => {
      const { as, operator, audit } = await begin(databaseId);
      const dev = as('dev', OWNER);
      const { body, status } = await dev.post(
        '/operations',
        ask('shop-staging', { reason: 'it drifted' }),
      );
      expect([status, body]).toMatchObject([
        200,
        {
          type: 'sync',
          environment: 'staging',
          actor: 'user:default/dev',
          reason: 'it drifted',
          targets: [{ name: 'shop-staging' }],
        },
      ]);
      await state(dev, body.id, 'running');
      await eventually(() => expect(operator.acted).toEqual([body.id]));
      const steps = [{ name: 'pre-sync hook', state: 'running' as const }];
      const url = 'https://argocd.example.test/shop-staging';
      operator.progress.set(body.id, { state: 'running', steps, url });
      await eventually(async () =>
        expect(await state(dev, body.id, 'running')).toMatchObject({
          steps,
          links: [{ title: 'shop-staging', url }],
        }),
      );
      operator.progress.set(body.id, { state: 'failed', message: 'no image' });
      expect(await state(dev, body.id, 'failed')).toMatchObject({
        message: 'no image',
        steps,
        links: [{ url }],
        finishedAt: expect.any(String),
      });
      expect(operator.acted).toEqual([body.id]);
      expect(audit).toHaveBeenCalledWith(
        'success',
        expect.objectContaining({ eventId: 'operation-request' }),
        expect.anything(),
      );
    },
  );

  it.each(databases.eachSupportedId())(
    'asked for twice with one key are done once, %s',
    async databaseId => {
      const { as, operator } = await begin(databaseId);
      const dev = as('dev', OWNER);
      const input = ask('shop-staging');
      const answers = await Promise.all(
        Array.from({ length: 5 }, () => dev.post('/operations', input)),
      );
      expect(new Set(answers.map(each => each.body.id)).size).toBe(1);
      await eventually(() => expect(operator.acted).toHaveLength(1));
      await new Promise(resolve => setTimeout(resolve, 1500));
      expect(operator.acted).toHaveLength(1);
    },
  );

  it('whose answer was lost are looked for, and not done again', async () => {
    const { as, operator } = await begin('SQLITE_3');
    operator.loseAnswers();
    const dev = as('dev', OWNER);
    const { body } = await dev.post('/operations', ask('shop-staging'));
    operator.progress.set(body.id, { state: 'succeeded' });
    await state(dev, body.id, 'succeeded');
    expect(operator.acted).toEqual([body.id]);
  });

  it('of which nobody can tell whether they were done end as unknown', async () => {
    const { as, operator } = await begin('SQLITE_3');
    operator.loseAnswers();
    operator.forgetful = true;
    const dev = as('dev', OWNER);
    const { body } = await dev.post('/operations', ask('shop-staging'));
    expect(await state(dev, body.id, 'unknown')).toMatchObject({
      message: expect.stringContaining('cannot tell whether it acted'),
    });
    expect(operator.acted).toHaveLength(1);
  });

  it('that the upstream refuses have failed, with its reason', async () => {
    const { as, operator } = await begin('SQLITE_3');
    operator.onStart = async () => {
      throw new SourceFailure('permission', 'outside of the sync window');
    };
    const dev = as('dev', OWNER);
    const { body } = await dev.post('/operations', ask('shop-staging'));
    expect(await state(dev, body.id, 'failed')).toMatchObject({
      message: 'outside of the sync window',
    });
  });

  it('go on after a restart, without acting again', async () => {
    const first = await begin('SQLITE_3');
    const { body } = await first
      .as('dev', OWNER)
      .post('/operations', ask('shop-staging'));
    await eventually(() => expect(first.operator.acted).toHaveLength(1));
    running.splice(0);
    const second = await first.restart();
    running.push(second);
    second.operator.progress.set(body.id, { state: 'succeeded' });
    await state(second.as('dev', OWNER), body.id, 'succeeded');
    expect(second.operator.acted).toHaveLength(1);
  });

  it('on one target wait for each other; on another they do not', async () => {
    const { as, operator } = await begin('SQLITE_3');
    const dev = as('dev', OWNER);
    const boss = as('boss', MANAGER);
    const first = (await dev.post('/operations', ask('shop-staging'))).body;
    await state(dev, first.id, 'running');
    const second = (await dev.post('/operations', ask('shop-staging'))).body;
    const third = (await boss.post('/operations', ask('shop-production'))).body;
    await state(boss, third.id, 'running');
    expect((await dev.get(`/operations/${second.id}`)).body.state).toBe(
      'queued',
    );
    operator.progress.set(first.id, { state: 'succeeded' });
    await state(dev, second.id, 'running');
  });

  it.each<[string, string[], object, RegExp]>([
    ['viewer', [], {}, /only its owner, group:default\/shop/],
    ['dev', OWNER, { name: 'shop-production' }, /takes a grant/],
    ['dev', OWNER, { name: 'other-staging' }, /nothing confirms/],
  ])(
    'of %s that are not theirs to ask for are refused and in the log',
    async (user, owns, { name = 'shop-staging' }: { name?: string }, why) => {
      const { as, operator, audit } = await begin('SQLITE_3');
      const who = as(user, owns);
      const { body, status } = await who.post('/operations', ask(name));
      expect(status).toBe(200);
      expect(body).toMatchObject({
        state: 'refused',
        message: expect.stringMatching(why),
      });
      const log = await who.get('/operations?states=refused');
      expect(log.body.items).toMatchObject([{ id: body.id }]);
      expect(operator.acted).toEqual([]);
      expect(audit).toHaveBeenCalledWith(
        'fail',
        expect.objectContaining({ eventId: 'operation-request' }),
        expect.anything(),
      );
    },
  );

  it.each([
    ['made up', 'forged'],
    ["another entity's", itemId('argocd:test', 'target', 'argocd/else')],
    ['a path', '../../clusters'],
  ])('on an id that is %s find nothing', async (_, id) => {
    const { as, operator } = await begin('SQLITE_3');
    const { status } = await as('dev', OWNER).post(
      '/operations',
      ask('shop-staging', { targetIds: [id] }),
    );
    expect(status).toBe(404);
    expect(operator.acted).toEqual([]);
  });

  it('are refused by the policy even to owners', async () => {
    const { as } = await begin('SQLITE_3', {
      policy: ['delivery.operation.sync'],
    });
    const { body } = await as('dev', OWNER).post(
      '/operations',
      ask('shop-staging'),
    );
    expect(body).toMatchObject({
      state: 'refused',
      message: 'the permission policy does not allow it',
    });
  });

  it('need JSON, a key, and nothing that is not known', async () => {
    const { as } = await begin('SQLITE_3');
    const dev = as('dev', OWNER);
    const { idempotencyKey: _, ...keyless } = ask('shop-staging');
    const bodies = [keyless, ask('shop-staging', { target: 'x' }), {}];
    for (const body of bodies) {
      expect((await dev.post('/operations', body)).status).toBe(400);
    }
    const form = await dev
      .post('/operations', {})
      .type('form')
      .send('type=sync&entityRef=component:default/shop&idempotencyKey=1');
    expect(form.status).toBeGreaterThanOrEqual(400);
  });

  it('stand still while the fleet is frozen, but for who breaks the glass and says why', async () => {
    const { as, operator } = await begin('SQLITE_3');
    const boss = as('boss', MANAGER);
    expect(
      (await boss.post('/operations/freeze', { on: true, reason: 'outage' }))
        .status,
    ).toBe(204);
    const input = () => ask('shop-production');
    expect((await boss.post('/operations', input())).body).toMatchObject({
      state: 'refused',
      message: 'boss has frozen the whole fleet: outage',
    });
    expect(
      (await boss.post('/operations', { ...input(), breakGlass: true })).body,
    ).toMatchObject({ state: 'refused', message: /takes a reason/ });
    const broken = await boss.post('/operations', {
      ...input(),
      breakGlass: true,
      reason: 'the fix for the outage',
    });
    expect(broken.body).toMatchObject({ breakGlass: true });
    await eventually(() => expect(operator.acted).toEqual([broken.body.id]));
    await boss.post('/operations/freeze', { on: false });
    expect((await boss.post('/operations', input())).body.state).not.toBe(
      'refused',
    );
  });

  it('are offered with the reason why not', async () => {
    const { as, operator } = await begin('SQLITE_3');
    const offers = async (user: string, owns: string[]) =>
      (await as(user, owns).get('/entities/default/component/shop/operations'))
        .body as EntityOperations;
    const staging = idOf('shop-staging');
    expect((await offers('dev', OWNER)).targets[staging]).toEqual([
      { type: 'sync' },
    ]);
    expect((await offers('viewer', [])).targets[staging]).toEqual([
      {
        type: 'sync',
        disabledBecause: expect.stringContaining('only its owner'),
      },
    ]);
    operator.unavailableBecause = 'it is suspended';
    expect((await offers('dev', OWNER)).targets[staging]).toEqual([
      { type: 'sync', disabledBecause: 'it is suspended' },
    ]);
  });

  it('can be exported, and no spreadsheet executes a cell', async () => {
    const { as, audit } = await begin('SQLITE_3');
    const dev = as('dev', OWNER);
    await dev.post(
      '/operations',
      ask('shop-staging', { reason: '=HYPERLINK("http://evil","x")' }),
    );
    const { text, headers } = await dev.get('/operations/export?types=sync');
    expect(headers['content-type']).toContain('text/csv');
    expect(text.split('\r\n')[0]).toContain('requested at,finished at,actor');
    expect(text).toContain(`"'=HYPERLINK(""http://evil"",""x"")"`);
    expect(audit).toHaveBeenCalledWith(
      'success',
      expect.objectContaining({
        eventId: 'operations-export',
        meta: { actor: 'user:default/dev', query: { types: ['sync'] } },
      }),
      { meta: { operations: 1 } },
    );
  });
});
