import {
  TestDatabases,
  type TestDatabaseId,
} from '@backstage/backend-test-utils';
import {
  AuthorizeResult,
  type Permission,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import type { OperationView } from '@throughline/plugin-delivery-common';
import { createDeliveryConditionalDecision, deliveryConditions } from '..';
import { eventually } from '../__testUtils__/eventually';
import {
  startOperate,
  untilState,
  type OperateHarness,
} from '../__testUtils__/operateHarness';
import {
  MANAGER,
  OWNER,
  promote,
  SOURCE,
  startWorld,
  type World,
} from '../__testUtils__/versionWorld';
import { itemId } from '../store';
import { FakeOperator } from './FakeOperator';
import { FakeSource } from './FakeProvider';
import { application, deployment, entity } from './world';

jest.setTimeout(60_000);

const REF = 'component:default/shop';
const SHOP = ['group:default/shop'];
const idOf = (name: string) => itemId(SOURCE, 'target', `argocd/${name}`);
let last = 0;
const ask = (more: object = {}) => ({
  type: 'sync',
  entityRef: REF,
  targetIds: [idOf('shop-staging')],
  idempotencyKey: `forgery-${last++}`,
  ...more,
});

interface Shop extends OperateHarness {
  operator: FakeOperator;
  source: FakeSource;
}

describe('what nobody may', () => {
  const databases = TestDatabases.create();
  const running: { stop(): Promise<void> }[] = [];

  async function startShop(
    databaseId: TestDatabaseId,
    options: {
      policy?: (permission: Permission) => PolicyDecision;
      operations?: object;
    } = {},
  ): Promise<Shop> {
    const operator = new FakeOperator();
    const labels = (name: string) => ({ 'backstage.io/kubernetes-id': name });
    const source = new FakeSource(SOURCE, [
      application('shop-staging', { labels: labels('shop') }),
      application('shop-production', { labels: labels('shop') }),
      application('theirs-staging', { labels: labels('theirs') }),
    ]);
    source.operators = [operator];
    const harness = await startOperate(await databases.init(databaseId), {
      source,
      links: 3,
      entity: entity('shop', {
        owner: SHOP[0],
        annotations: {
          'argocd/app-name': 'shop-staging,shop-production,theirs-staging',
        },
      }),
      others: [entity('empty', { owner: SHOP[0] })],
      config: {
        operations: { production: { grants: MANAGER }, ...options.operations },
      },
      ...(options.policy ? { policy: options.policy } : {}),
    });
    running.push(harness);
    return { ...harness, operator, source };
  }

  async function startVersions(
    databaseId: TestDatabaseId,
    options: Parameters<typeof startWorld>[1],
  ): Promise<World> {
    const world = await startWorld(await databases.init(databaseId), options);
    running.push(world);
    return world;
  }

  afterEach(async () => {
    await Promise.all(running.splice(0).map(each => each.stop()));
  });

  it.each(databases.eachSupportedId())(
    'name what is not theirs: every forgery is refused, in the log, and reaches no upstream, %s',
    async databaseId => {
      const { as, operator, audit } = await startShop(databaseId);
      const dev = as('dev', SHOP);
      const forged: [object, number][] = [
        [{ targetIds: ['made-up'] }, 404],
        [{ targetIds: ['../../clusters'] }, 404],
        [{ targetIds: ['%2e%2e%2fclusters'] }, 404],
        [{ targetIds: ["' or 1=1 --"] }, 404],
        [{ targetIds: ['argocd/shop-staging'] }, 404],
        [{ targetIds: [idOf('shop-staging'), 'made-up'] }, 404],
        [{ entityRef: 'component:default/empty' }, 404],
        [{ entityRef: 'component:default/nowhere' }, 404],
        [
          { type: 'runPipeline', targetIds: undefined, pipelineId: 'x/../y' },
          404,
        ],
        [{ type: 'rerun', targetIds: undefined, runId: 'x' }, 404],
        [{ targetIds: ['a\u0000b'] }, 400],
        [{ targetIds: ['a\u001b[2J'] }, 400],
        [{ reason: 'x\u0000' }, 400],
        [{ idempotencyKey: '\u0000' }, 400],
        [{ entityRef: 'component:default/shop\u0000' }, 400],
        [{ targetIds: [] }, 400],
        [{ targetIds: Array.from({ length: 51 }, () => 'x') }, 400],
        [{ targetIds: { 0: 'x' } }, 400],
        [{ type: 'delete' }, 400],
        [{ type: '__proto__' }, 400],
        [{ actor: 'user:default/boss' }, 400],
        [{ parameters: { revision: 'main' } }, 400],
      ];
      for (const [more, status] of forged) {
        const answer = await dev.post('/operations', ask(more));
        expect([more, answer.status]).toEqual([more, status]);
      }
      const log = (await dev.get('/operations')).body.items;
      expect(log).toHaveLength(
        forged.filter(([, status]) => status === 404).length,
      );
      for (const { state, message } of log) {
        expect([state, message]).toEqual([
          'refused',
          expect.stringMatching(/of this id|There is no entity/),
        ]);
      }
      expect(audit.mock.calls.map(([outcome]) => outcome)).not.toContain(
        'success',
      );
      expect(operator.acted).toEqual([]);
    },
  );

  it.each(databases.eachSupportedId())(
    'look for by names that are none, %s',
    async databaseId => {
      const { as } = await startShop(databaseId);
      const dev = as('dev', SHOP);
      for (const [path, status] of [
        ['/operations/..%2F..%2Fclusters', 404],
        ['/operations/%00', 400],
        ['/operations?text=%00', 400],
        ['/operations?entityRef=%00', 400],
        ['/operations?cursor=made-up', 400],
        ['/entities/default/component/..%2Fx/operations', 404],
        ['/entities/default/component/%00/operations', 400],
      ] as const) {
        expect([path, (await dev.get(path)).status]).toEqual([path, status]);
      }
    },
  );

  it('do by a claim in an annotation: another team’s targets', async () => {
    const { as, operator } = await startShop('SQLITE_3');
    const dev = as('dev', SHOP);
    const offers = (
      await dev.get('/entities/default/component/shop/operations')
    ).body;
    const claimed = idOf('theirs-staging');
    expect(offers.targets[claimed]).toEqual([
      {
        type: 'sync',
        disabledBecause: expect.stringMatching(/nothing confirms/),
      },
    ]);
    const { body } = await dev.post(
      '/operations',
      ask({ targetIds: [claimed] }),
    );
    expect(body).toMatchObject({
      state: 'refused',
      message: expect.stringMatching(/nothing confirms/),
    });
    const both = await dev.post(
      '/operations',
      ask({ targetIds: [idOf('shop-staging'), claimed] }),
    );
    expect(both.body.state).toBe('refused');
    expect(operator.acted).toEqual([]);
  });

  it('run by a claim in an annotation: another team’s job', async () => {
    const operator = new FakeOperator('runPipeline');
    const source = new FakeSource('jenkins:one');
    source.operators = [Object.assign(operator, { subject: 'pipeline' })];
    const harness = await startOperate(await databases.init('SQLITE_3'), {
      source,
      links: 0,
      entity: entity('shop', {
        owner: SHOP[0],
        annotations: { 'jenkins.io/job-full-name': 'theirs/deploy' },
      }),
      config: {},
    });
    running.push(harness);
    const dev = harness.as('dev', SHOP);
    const { pipelines } = (
      await dev.get('/entities/default/component/shop/operations')
    ).body;
    expect(pipelines).toMatchObject([
      {
        name: 'theirs/deploy',
        offer: { disabledBecause: expect.stringMatching(/nothing confirms/) },
      },
    ]);
    const { body } = await dev.post(
      '/operations',
      ask({
        type: 'runPipeline',
        targetIds: undefined,
        pipelineId: pipelines[0].id,
      }),
    );
    expect(body).toMatchObject({
      state: 'refused',
      message: expect.stringMatching(/nothing confirms/),
    });
    expect(operator.acted).toEqual([]);
  });

  it('do by a page of another site: only JSON is taken', async () => {
    const { as, operator } = await startShop('SQLITE_3');
    const dev = as('dev', SHOP);
    const { body } = await dev.post('/operations', ask());
    await untilState(dev, body.id, 'running');
    const queued = (await dev.post('/operations', ask())).body;
    const json = JSON.stringify(ask());
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'text/plain; a=application/json',
    ]) {
      for (const path of [
        '/operations',
        '/operations/plan',
        `/operations/${queued.id}/cancel`,
        `/operations/${queued.id}/decision`,
        '/operations/freeze',
      ]) {
        const answer = await dev
          .post(path, {})
          .unset('Content-Type')
          .set('Content-Type', type)
          .send(json);
        expect([
          path,
          type,
          answer.status >= 400 && answer.status < 500,
        ]).toEqual([path, type, true]);
      }
    }
    expect(operator.acted).toEqual([body.id]);
    expect((await dev.get('/operations')).body.items).toMatchObject([
      { id: queued.id, state: 'queued' },
      { id: body.id, state: 'running' },
    ]);
  });

  it.each(databases.eachSupportedId())(
    'ask for again with a key of somebody else, or of something else, %s',
    async databaseId => {
      const { as, operator, source } = await startShop(databaseId);
      const dev = as('dev', SHOP);
      const input = ask({ reason: 'first' });
      const { body } = await dev.post('/operations', input);
      await untilState(dev, body.id, 'running');
      const again = await dev.post('/operations', input);
      expect([again.status, again.body.id]).toEqual([200, body.id]);
      const stolen = await as('mallory', SHOP).post('/operations', input);
      expect(stolen.status).toBe(409);
      expect(stolen.body.error.message).toMatch(/used by somebody else/);
      const other = await dev.post('/operations', {
        ...input,
        reason: 'second',
      });
      expect(other.status).toBe(409);
      expect(other.body.error.message).toContain(
        `used for something else: operation ${body.id}`,
      );
      operator.progress.set(body.id, { state: 'succeeded' });
      await untilState(dev, body.id, 'succeeded');
      source.tell({
        type: 'vanished',
        scope: 'all',
        items: [{ kind: 'target', key: 'argocd/shop-staging' }],
      });
      await eventually(async () =>
        expect((await dev.post('/operations/plan', input)).status).toBe(404),
      );
      // What came of it is told, though it could not be asked for any more.
      expect((await dev.post('/operations', input)).body).toMatchObject({
        id: body.id,
        state: 'succeeded',
      });
      expect(operator.acted).toEqual([body.id]);
    },
  );

  it.each(databases.eachSupportedId())(
    'race with one key: one of two people gets through, %s',
    async databaseId => {
      const { as, operator } = await startShop(databaseId);
      const input = ask();
      const answers = await Promise.all(
        ['a', 'b', 'a', 'b'].map(user =>
          as(user, SHOP).post('/operations', input),
        ),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([
        200, 200, 409, 409,
      ]);
      await eventually(() => expect(operator.acted).toHaveLength(1));
    },
  );

  it('give up or decide twice, or for somebody else', async () => {
    const world = await startVersions('SQLITE_3', {
      operations: { gates: { production: [{ approvals: 2 }] } },
    });
    const boss = world.as('boss', MANAGER);
    const other = world.as('other', MANAGER);
    const dev = world.as('dev', OWNER);
    const viewer = world.as('viewer', []);
    const { body } = await boss.post('/operations', promote());
    const decide = async (who: typeof boss, decision = 'approved') =>
      (await who.post(`/operations/${body.id}/decision`, { decision })).status;
    expect(body.may).toEqual(['cancel']);
    expect(await decide(boss)).toBe(403);
    expect(await decide(boss, 'rejected')).toBe(403);
    expect(await decide(dev)).toBe(403);
    expect(await decide(viewer)).toBe(403);
    expect(await decide(world.asService('external:ci'))).toBe(403);
    expect(await decide(other)).toBe(200);
    expect(await decide(other)).toBe(409);
    expect(await decide(other, 'rejected')).toBe(409);
    const seen = (await other.get(`/operations/${body.id}`)).body;
    expect(seen).toMatchObject({ state: 'waiting', may: [] });
    expect(seen.approvals).toHaveLength(1);
    const cancel = async (who: typeof boss) =>
      (await who.post(`/operations/${body.id}/cancel`, {})).status;
    expect(await cancel(other)).toBe(403);
    expect(await cancel(boss)).toBe(200);
    expect(await cancel(boss)).toBe(409);
    expect(await decide(world.as('third', MANAGER))).toBe(409);
    expect((await boss.get(`/operations/${body.id}`)).body.state).toBe(
      'cancelled',
    );
    expect(
      world.audit.mock.calls.filter(
        ([outcome, event]) =>
          outcome === 'fail' && event.eventId === 'operation-decide',
      ),
    ).toHaveLength(8);
  });

  it('approve as a service, even where all is left to the policy', async () => {
    const world = await startVersions('SQLITE_3', {
      operations: {
        policyOnly: true,
        gates: { production: [{ approvals: 1 }] },
      },
    });
    const { body } = await world.as('dev', []).post('/operations', promote());
    const path = `/operations/${body.id}/decision`;
    const approved = { decision: 'approved' };
    const answer = await world.asService('external:ci').post(path, approved);
    expect(answer.status).toBe(403);
    expect(answer.body.error.message).toBe('Approvals are given by people.');
    expect((await world.as('other', []).post(path, approved)).status).toBe(200);
  });

  it('decide on what waits for no approval', async () => {
    const world = await startVersions('SQLITE_3', {
      operations: { gates: { production: [{ soaked: '30m' }] } },
    });
    const boss = world.as('boss', MANAGER);
    const { body } = await boss.post('/operations', promote());
    expect(body.state).toBe('waiting');
    const answer = await world
      .as('other', MANAGER)
      .post(`/operations/${body.id}/decision`, { decision: 'approved' });
    expect(answer.status).toBe(409);
    expect(answer.body.error.message).toBe('It waits for no approval.');
  });

  it('roll back to: a deployment of another entity, or one that is made up', async () => {
    const world = await startVersions('SQLITE_3', {
      others: [entity('another')],
    });
    world.tell([deployment('argocd/another', 0)]);
    const boss = world.as('boss', MANAGER);
    for (const deploymentId of [
      itemId(SOURCE, 'deployment', 'argocd/another/0'),
      'made-up',
      '../x',
    ]) {
      const answer = await boss.post('/operations', {
        ...promote({ type: 'rollBack' }),
        deploymentId,
      });
      expect(answer.status).toBe(404);
      expect(answer.body.error.message).toMatch(/no such deployment/);
    }
    const { items } = (await boss.get('/operations')).body;
    expect(items.map(({ state }: OperationView) => state)).toEqual(
      Array(3).fill('refused'),
    );
  });

  it('leave secrets in the log by what is refused before its form is read', async () => {
    const { as, knex } = await startShop('SQLITE_3');
    const viewer = as('viewer', []);
    for (const more of [{}, { targetIds: ['made-up'] }]) {
      const input = ask({ ...more, parameters: { token: 'hunter2' } });
      await viewer.post('/operations', input);
      const again = await viewer.post('/operations', input);
      expect([again.status, again.body.state]).toEqual([200, 'refused']);
    }
    const rows = await knex('operations').select();
    expect(rows.map(({ state }) => state)).toEqual(['refused', 'refused']);
    expect(JSON.stringify(rows)).not.toContain('hunter2');
  });

  it('ask for what they may not even see: it is answered like what is not there, and in the log', async () => {
    let reads = true;
    const { as, audit } = await startShop('SQLITE_3', {
      policy: ({ name }) => ({
        result:
          reads || name !== 'catalog.entity.read'
            ? AuthorizeResult.ALLOW
            : AuthorizeResult.DENY,
      }),
    });
    reads = false;
    const answer = await as('blind', SHOP).post('/operations', ask());
    expect(answer.status).toBe(404);
    expect(answer.body.error.message).toMatch(/There is no entity/);
    expect(audit.mock.calls.map(([outcome]) => outcome)).toEqual(['fail']);
    reads = true;
    const { items } = (await as('boss', MANAGER).get('/operations')).body;
    expect(items).toMatchObject([
      { state: 'refused', actor: 'user:default/blind', type: 'sync' },
    ]);
  });

  it('override without the permission, or without saying why', async () => {
    const policy = ({ name }: Permission): PolicyDecision => ({
      result:
        name === 'delivery.operation.break-glass'
          ? AuthorizeResult.DENY
          : AuthorizeResult.ALLOW,
    });
    for (const [given, reasons, why] of [
      [policy, ['the fix'], /takes the permission delivery.operation.break/],
      [undefined, [undefined, '', ' ', '\n\t ', '\u00a0\u2003'], /a reason/],
    ] as const) {
      const { as, operator, stop } = await startShop('SQLITE_3', {
        ...(given ? { policy: given } : {}),
      });
      const boss = as('boss', [...MANAGER, ...SHOP]);
      await boss.post('/operations/freeze', { on: true, reason: 'outage' });
      for (const reason of reasons) {
        const { body } = await boss.post(
          '/operations',
          ask({ breakGlass: true, reason }),
        );
        expect(body).toMatchObject({
          state: 'refused',
          breakGlass: false,
          message: expect.stringMatching(why),
        });
      }
      expect(operator.acted).toEqual([]);
      running.pop();
      await stop();
    }
  });

  it('do under a policy with conditions where these do not hold', async () => {
    const policy = (permission: Permission): PolicyDecision =>
      permission.type === 'resource'
        ? createDeliveryConditionalDecision(permission as never, {
            not: deliveryConditions.isProduction(),
          })
        : { result: AuthorizeResult.ALLOW };
    const { as } = await startShop('SQLITE_3', { policy });
    const both = as('both', [...SHOP, ...MANAGER]);
    const on = async (name: string) =>
      (await both.post('/operations', ask({ targetIds: [idOf(name)] }))).body
        .state;
    expect(await on('shop-staging')).not.toBe('refused');
    expect(await on('shop-production')).toBe('refused');
  });

  it('do as a service that the configuration does not name', async () => {
    const { asService, operator } = await startShop('SQLITE_3', {
      operations: { servicePrincipals: ['external:ci'] },
    });
    const stranger = await asService('external:other').post(
      '/operations',
      ask(),
    );
    expect(stranger.body).toMatchObject({
      state: 'refused',
      actor: 'external:other',
      message: expect.stringMatching(/is a service/),
    });
    const ci = asService('external:ci');
    // It owns nothing, and is named: it may outside of production.
    const { body } = await ci.post('/operations', ask());
    expect(body.state).toBe('queued');
    const production = ask({ targetIds: [idOf('shop-production')] });
    expect((await ci.post('/operations', production)).body.state).toBe(
      'refused',
    );
    await eventually(() => expect(operator.acted).toEqual([body.id]));
  });

  it('freeze, or end a freeze, without a grant, unless all is left to the policy', async () => {
    const { as, asService, audit, stop } = await startShop('SQLITE_3');
    const freeze = { on: true, reason: 'outage' };
    const dev = as('dev', SHOP);
    const boss = as('boss', MANAGER);
    const set = async (who: typeof dev, body: object) =>
      (await who.post('/operations/freeze', body)).status;
    const mayFreeze = async (who: typeof dev) =>
      (await who.get('/operations')).body.mayFreeze;
    expect(await mayFreeze(dev)).toBe(false);
    expect(await mayFreeze(boss)).toBe(true);
    expect(await set(dev, freeze)).toBe(403);
    expect(await set(asService('external:ci'), freeze)).toBe(403);
    expect(await set(boss, { on: true, reason: ' ' })).toBe(400);
    expect(await set(boss, freeze)).toBe(204);
    expect(await set(boss, { on: true, reason: 'another' })).toBe(409);
    expect(await set(dev, { on: false })).toBe(403);
    expect((await dev.get('/operations')).body.freeze).toMatchObject({
      by: 'user:default/boss',
      reason: 'outage',
    });
    expect(await set(boss, { on: false })).toBe(204);
    expect(
      audit.mock.calls.filter(([, { eventId }]) => eventId === 'fleet-freeze'),
    ).toHaveLength(7);
    running.pop();
    await stop();

    const open = await startShop('SQLITE_3', {
      operations: { policyOnly: true },
    });
    const anyone = open.as('dev', []);
    expect(await mayFreeze(anyone)).toBe(true);
    expect(await set(anyone, freeze)).toBe(204);
  });

  it('do freely where all is left to the policy, but for what nothing ties to the entity', async () => {
    const { as } = await startShop('SQLITE_3', {
      operations: { policyOnly: true },
    });
    const anyone = as('anyone', []);
    const on = async (name: string) =>
      (await anyone.post('/operations', ask({ targetIds: [idOf(name)] }))).body
        .state;
    expect(await on('shop-production')).toBe('queued');
    expect(await on('theirs-staging')).toBe('refused');
  });
});
