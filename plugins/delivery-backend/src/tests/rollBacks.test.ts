import { TestDatabases } from '@backstage/backend-test-utils';
import type { OperationPlan } from '@throughline/plugin-delivery-common';
import { eventually } from '../__testUtils__/eventually';
import { untilState } from '../__testUtils__/operateHarness';
import {
  fileOf,
  fileWith,
  MANAGER,
  OWNER,
  REF,
  SOURCE,
  startWorld,
  tagIn,
  type World,
} from '../__testUtils__/versionWorld';
import { itemId } from '../store';
import { deployment, digest, entity, IMAGE } from './world';

jest.setTimeout(90_000);

const PRODUCTION = 'checkout-production';
const PATCH = 'apps/checkout-production/patch.yaml';
const HASHES: Record<string, string> = { '1.0.0': 'a', '1.1.0': 'b' };

const idOf = (name: string) => itemId(SOURCE, 'target', `argocd/${name}`);
const deploymentOf = (
  name: string,
  sequence: number,
  revision: string,
  tag: string,
) =>
  deployment(`argocd/${name}`, sequence, {
    desired: [
      {
        url: 'https://github.com/acme/gitops.git',
        path: `apps/${name}`,
      },
    ],
    revisions: [revision],
    images: [{ repository: IMAGE, tag, digest: digest(HASHES[tag]) }],
  });

let lastKey = 0;
const rollBack = (name: string, sequence: number, more: object = {}) => ({
  type: 'rollBack',
  entityRef: REF,
  deploymentId: itemId(SOURCE, 'deployment', `argocd/${name}/${sequence}`),
  idempotencyKey: `roll-${lastKey++}`,
  ...more,
});

describe('roll backs', () => {
  const databases = TestDatabases.create();
  const running: World[] = [];

  async function begin(
    options: Parameters<typeof startWorld>[1] = {},
  ): Promise<World> {
    const world = await startWorld(await databases.init('SQLITE_3'), options);
    running.push(world);
    return world;
  }

  /** The same version, deployed with another configuration after it. */
  async function reconfigured(): Promise<World> {
    const world = await begin();
    const { forge, apply, tell } = world;
    const file = fileOf(PRODUCTION);
    const then = forge.write('main', 'A patch', { [PATCH]: 'memory: 1Gi\n' });
    const now = forge.write('main', 'More replicas, less memory', {
      [file]: forge.main.files[file].replace('replicas: 2', 'replicas: 5'),
      [PATCH]: 'memory: 64Mi\n',
      'apps/checkout-production/extra.yaml': 'kind: ConfigMap\n',
      'apps/other/values.yaml': 'replicas: 9\n',
    });
    apply(PRODUCTION);
    tell([
      deploymentOf(PRODUCTION, 0, then, '1.0.0'),
      deploymentOf(PRODUCTION, 1, now, '1.0.0'),
    ]);
    await untilPlanned(world, rollBack(PRODUCTION, 0));
    return world;
  }

  async function untilPlanned(
    { as }: World,
    input: object,
  ): Promise<OperationPlan> {
    let plan: OperationPlan | undefined;
    await eventually(async () => {
      const { status, body } = await as('boss', MANAGER).post(
        '/operations/plan',
        input,
      );
      expect(status).toBe(200);
      plan = body;
    });
    return plan!;
  }

  afterEach(async () => {
    await Promise.all(running.splice(0).map(each => each.stop()));
  });

  it('of the configuration alone bring the folder of the target back, as the diff showed, and nothing beside it', async () => {
    const world = await reconfigured();
    const { as, forge, apply } = world;
    const boss = as('boss', MANAGER);
    const plan = await untilPlanned(world, rollBack(PRODUCTION, 0));
    expect(plan).toMatchObject({ from: '1.0.0', to: '1.0.0' });
    expect(plan.refusedBecause).toBeUndefined();
    const diffs = new Map(plan.changes.map(each => [each.path, each.diff]));
    expect([...diffs.keys()].sort()).toEqual([
      'apps/checkout-production/extra.yaml',
      fileOf(PRODUCTION),
      PATCH,
    ]);
    expect(diffs.get(PATCH)).toContain('-memory: 64Mi\n+memory: 1Gi\n');
    expect(diffs.get(fileOf(PRODUCTION))).toContain(
      '-replicas: 5\n+replicas: 2\n',
    );
    const { body } = await boss.post('/operations', rollBack(PRODUCTION, 0));
    await eventually(() =>
      expect(forge.main.message).toContain(`Delivery-Operation: ${body.id}`),
    );
    expect(forge.main.files).toMatchObject({
      [fileOf(PRODUCTION)]: fileWith('1.0.0'),
      [PATCH]: 'memory: 1Gi\n',
      'apps/other/values.yaml': 'replicas: 9\n',
    });
    expect(forge.main.files).not.toHaveProperty([
      'apps/checkout-production/extra.yaml',
    ]);
    // The version ran before, so that it says nothing: what counts is that the configuration is there.
    await new Promise(resolve => setTimeout(resolve, 1500));
    await untilState(boss, body.id, 'running');
    apply(PRODUCTION);
    await untilState(boss, body.id, 'succeeded');
  });

  it('go back to any deployment that is kept, however many came since', async () => {
    const world = await begin();
    const { as, forge, apply, tell } = world;
    const then = forge.main.sha;
    const now = forge.write('main', 'Another version', {
      [fileOf(PRODUCTION)]: fileWith('1.1.0').replace(
        'replicas: 2',
        'replicas: 5',
      ),
    });
    apply(PRODUCTION);
    tell([
      deploymentOf(PRODUCTION, 0, then, '1.0.0'),
      ...Array.from({ length: 70 }, (_, index) =>
        deploymentOf(PRODUCTION, index + 1, now, '1.1.0'),
      ),
    ]);
    const input = rollBack(PRODUCTION, 0);
    await eventually(async () =>
      expect(await untilPlanned(world, input)).toMatchObject({
        from: '1.1.0',
        to: '1.0.0',
        changes: [{ diff: expect.stringContaining('\n+replicas: 2\n') }],
      }),
    );
    const boss = as('boss', MANAGER);
    const { body } = await boss.post('/operations', input);
    await eventually(() =>
      expect(forge.main.files[fileOf(PRODUCTION)]).toBe(fileWith('1.0.0')),
    );
    apply(PRODUCTION);
    await untilState(boss, body.id, 'succeeded');
  });

  it('of the configuration are not written over what somebody has changed in the same files meanwhile', async () => {
    const { as, forge } = await reconfigured();
    forge.beforeWrite = () => {
      forge.beforeWrite = () => {};
      forge.write('main', 'Yet less', { [PATCH]: 'memory: 32Mi\n' });
    };
    const boss = as('boss', MANAGER);
    const { body } = await boss.post('/operations', rollBack(PRODUCTION, 0));
    expect(await untilState(boss, body.id, 'failed')).toMatchObject({
      message: expect.stringContaining(`${PATCH} has been changed since`),
    });
    expect(forge.main.files[PATCH]).toBe('memory: 32Mi\n');
  });

  it('to a commit that has nothing of the folder are refused', async () => {
    const world = await begin();
    const { forge, apply, tell } = world;
    const elsewhere = forge.write('elsewhere', 'Nothing here', { a: 'b' });
    apply(PRODUCTION);
    tell([
      deploymentOf(PRODUCTION, 0, elsewhere, '1.0.0'),
      deploymentOf(PRODUCTION, 1, forge.main.sha, '1.0.0'),
    ]);
    expect(
      (await untilPlanned(world, rollBack(PRODUCTION, 0))).refusedBecause,
    ).toMatch(
      /has nothing in apps\/checkout-production at .{7}: the configuration of then cannot be brought back/,
    );
  });

  const regions = [1, 2, 3, 4, 5, 6].map(
    number => `checkout-production-${number}`,
  );
  const fresh = regions.slice(0, 3);
  const backOf = () =>
    rollBack(regions[0], 0, { targetIds: regions.map(idOf) });

  /** The new version was brought to three of six. */
  async function threeOfSix(up: string[]): Promise<World> {
    const world = await begin({
      regions,
      operations: {
        waves: { production: [['*-1'], ['*-2', '*-3']] },
      },
    });
    const { as, forge, apply, tell } = world;
    const old = forge.main.sha;
    const now = forge.write(
      'main',
      'Three of six',
      Object.fromEntries(fresh.map(name => [fileOf(name), fileWith('1.1.0')])),
    );
    up.forEach(name => apply(name));
    tell([
      ...regions.map(name => deploymentOf(name, 0, old, '1.0.0')),
      ...fresh.map(name => deploymentOf(name, 1, now, '1.1.0')),
    ]);
    await eventually(async () => {
      const boss = as('boss', MANAGER);
      const { body } = await boss.post('/operations/plan', backOf());
      expect(body).toMatchObject({
        from: '1.0.0, 1.1.0',
        targets: [{ from: '1.1.0' }, {}, {}],
      });
    });
    return world;
  }

  it('of six regions of which three got the new version take back these three, in waves', async () => {
    const world = await threeOfSix(regions);
    const { as, forge, apply } = world;
    const boss = as('boss', MANAGER);
    const plan = await untilPlanned(world, backOf());
    expect(
      plan.targets.map(({ name, wave, from, to }) => [name, wave, from, to]),
    ).toEqual(
      fresh.map((name, index) => [name, index ? 2 : 1, '1.1.0', '1.0.0']),
    );
    expect(plan.changes.map(({ path }) => path).sort()).toEqual(
      fresh.map(fileOf),
    );
    const { body } = await boss.post('/operations', backOf());
    await eventually(() =>
      expect(tagIn(forge.main.files[fileOf(regions[0])])).toBe('1.0.0'),
    );
    expect(tagIn(forge.main.files[fileOf(regions[1])])).toBe('1.1.0');
    apply(regions[0]);
    await eventually(() =>
      expect(tagIn(forge.main.files[fileOf(regions[2])])).toBe('1.0.0'),
    );
    apply(regions[1]);
    apply(regions[2]);
    expect(await untilState(boss, body.id, 'succeeded')).toMatchObject({
      message: '3 new',
    });
    expect(
      (await boss.post('/operations/plan', backOf())).body.refusedBecause,
    ).toBeDefined();
  });

  it('take back what was told to leave the version, though it did not come up and the version serves on', async () => {
    const world = await threeOfSix(fresh.slice(0, 2));
    const plan = await untilPlanned(world, backOf());
    expect(plan.targets.map(({ name, from, to }) => [name, from, to])).toEqual([
      [fresh[0], '1.1.0', '1.0.0'],
      [fresh[1], '1.1.0', '1.0.0'],
      [fresh[2], '1.0.0', '1.0.0'],
    ]);
    expect(plan.changes.map(({ path }) => path).sort()).toEqual(
      fresh.map(fileOf),
    );
  });

  it('name no targets of other environments', async () => {
    const { as } = await reconfigured();
    expect(
      (
        await as('boss', MANAGER).post(
          '/operations/plan',
          rollBack(PRODUCTION, 0, {
            targetIds: [idOf(PRODUCTION), idOf('checkout-staging')],
          }),
        )
      ).status,
    ).toBe(400);
  });
});

describe('a target that two services share', () => {
  const databases = TestDatabases.create();
  const running: World[] = [];

  async function begin(owner: string): Promise<World> {
    const world = await startWorld(await databases.init('SQLITE_3'), {
      shared: 1,
      trustRules: [{ source: 'argocd:*', name: 'checkout-*' }],
      others: [
        entity('ledger', {
          owner,
          annotations: { 'argocd/app-name': PRODUCTION },
        }),
      ],
    });
    running.push(world);
    return world;
  }

  const promote = () => ({
    type: 'promote',
    entityRef: REF,
    environment: 'production',
    idempotencyKey: `shared-${lastKey++}`,
  });

  afterEach(async () => {
    await Promise.all(running.splice(0).map(each => each.stop()));
  });

  it('names both before it is asked for, and is authorised for both', async () => {
    const { as, knex, forge, apply } = await begin(OWNER[0]);
    const boss = as('boss', MANAGER);
    const plan: OperationPlan = (await boss.post('/operations/plan', promote()))
      .body;
    expect(plan.refusedBecause).toBeUndefined();
    expect(plan.warnings).toContain(
      'checkout-production also serves component:default/ledger.',
    );
    const { body } = await boss.post('/operations', promote());
    const row = await knex('operations').where({ id: body.id }).first();
    const order = JSON.parse(row.request);
    expect(
      order.resources.map((each: { entityRef: string }) => each.entityRef),
    ).toEqual([REF, 'component:default/ledger']);
    await eventually(() =>
      expect(tagIn(forge.main.files[fileOf(PRODUCTION)])).toBe('1.1.0'),
    );
    apply(PRODUCTION);
    await untilState(boss, body.id, 'succeeded');
  });

  it('is out of everybody’s reach where they are of two owners, who contradict each other', async () => {
    const { as, forge } = await begin('group:default/ledger');
    for (const [who, owns] of [
      ['dev', [...OWNER, 'group:default/ledger']],
      ['boss', MANAGER],
    ] as const) {
      expect(
        (await as(who, [...owns]).post('/operations', promote())).body.state,
      ).toBe('refused');
    }
    expect(tagIn(forge.main.files[fileOf(PRODUCTION)])).toBe('1.0.0');
  });
});
