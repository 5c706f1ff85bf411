import {
  TestDatabases,
  type TestDatabaseId,
} from '@backstage/backend-test-utils';
import type { OperationView } from '@throughline/plugin-delivery-common';
import { SourceFailure } from '@throughline/plugin-delivery-node';
import { eventually } from '../__testUtils__/eventually';
import { untilState } from '../__testUtils__/operateHarness';
import {
  fileOf,
  fileWith,
  MANAGER,
  promote,
  SOURCE,
  startWorld,
  tagIn,
  type World,
} from '../__testUtils__/versionWorld';
import { personName } from '../operate/personName';
import { itemId } from '../store';
import { deployment, digest, IMAGE } from './world';

jest.setTimeout(90_000);

const PRODUCTION = fileOf('checkout-production');
const tagOf = ({ forge }: World) => tagIn(forge.main.files[PRODUCTION]);
const commitsOf = ({ forge }: World, { id }: OperationView) =>
  [...forge.commits.values()].filter(({ message }) => message.includes(id));
const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));

describe('versions that others write as well', () => {
  const databases = TestDatabases.create();
  const running: World[] = [];

  async function begin(
    databaseId: TestDatabaseId,
    options: Parameters<typeof startWorld>[1] = {},
  ): Promise<World & { boss: ReturnType<World['as']> }> {
    const world = await startWorld(await databases.init(databaseId), options);
    running.push(world);
    return { ...world, boss: world.as('boss', MANAGER) };
  }

  afterEach(async () => {
    await Promise.all(running.splice(0).map(each => each.stop()));
  });

  it.each(databases.eachSupportedId())(
    'are promoted by two people at once: the second is told, waits for the first, and writes nothing again, %s',
    async databaseId => {
      const world = await begin(databaseId, { write: 'pullRequest' });
      const { boss, forge, apply } = world;
      const other = world.as('other', MANAGER);
      const [first, second]: OperationView[] = (
        await Promise.all([
          boss.post('/operations', promote()),
          other.post('/operations', promote()),
        ])
      ).map(({ body }) => body);
      const [early, late] = [first, second].sort((a, b) =>
        a.requestedAt + a.id < b.requestedAt + b.id ? -1 : 1,
      );
      await eventually(() => expect(forge.requests.size).toBe(1));
      const plan = (await other.post('/operations/plan', promote())).body;
      expect(plan.warnings).toEqual([
        expect.stringMatching(
          new RegExp(
            `^${personName(early.actor)} asked for promote to 1.1.0 here`,
          ),
        ),
        expect.stringMatching(
          new RegExp(
            `^${personName(late.actor)} asked for promote to 1.1.0 here`,
          ),
        ),
      ]);
      await pause(1500);
      expect(forge.requests.size).toBe(1);
      await untilState(boss, late.id, 'queued');
      forge.merge(1);
      await pause(1500);
      apply('checkout-production');
      await untilState(boss, early.id, 'succeeded');
      await untilState(boss, late.id, 'succeeded');
      expect(forge.requests.size).toBe(1);
      expect(commitsOf(world, late)).toEqual([]);
    },
  );

  it('show what somebody has changed by hand since they were asked for', async () => {
    const world = await begin('SQLITE_3', {
      operations: { gates: { production: [{ approvals: 1 }] } },
    });
    const { boss, forge } = world;
    const { body } = await boss.post('/operations', promote());
    forge.write('main', 'A hotfix', { [PRODUCTION]: fileWith('1.0.1') });
    await world
      .as('other', MANAGER)
      .post(`/operations/${body.id}/decision`, { decision: 'approved' });
    const ended = await untilState(boss, body.id, 'failed');
    expect(ended.message).toMatch(/says 1\.0\.1 by now, and not 1\.0\.0/);
    expect(ended.steps[0]).toMatchObject({
      state: 'failed',
      message: expect.stringContaining(
        '-    newTag: 1.0.0\n+    newTag: 1.0.1',
      ),
    });
    expect(tagOf(world)).toBe('1.0.1');
  });

  it('are not rolled back over what somebody has changed in the same folder since', async () => {
    const world = await begin('SQLITE_3', {
      operations: { gates: { production: [{ approvals: 1 }] } },
    });
    const { boss, forge, apply, tell } = world;
    const old = forge.main.sha;
    forge.write('main', 'Another version', { [PRODUCTION]: fileWith('1.1.0') });
    apply('checkout-production');
    const records = [old, forge.main.sha].map((revision, index) =>
      deployment('argocd/checkout-production', index, {
        desired: [
          {
            url: 'https://github.com/acme/gitops.git',
            path: 'apps/checkout-production',
          },
        ],
        revisions: [revision],
        images: [
          {
            repository: IMAGE,
            tag: index === 0 ? '1.0.0' : '1.1.0',
            digest: digest(index === 0 ? 'a' : 'b'),
          },
        ],
      }),
    );
    tell(records);
    const input = () => ({
      ...promote({ type: 'rollBack' }),
      deploymentId: itemId(SOURCE, 'deployment', records[0].key),
    });
    await eventually(async () => {
      const answer = await boss.post('/operations/plan', input());
      expect(answer.status).toBe(200);
      expect(answer.body.refusedBecause).toBeUndefined();
    });
    const { body } = await boss.post('/operations', input());
    expect(body.state).toBe('waiting');
    forge.write('main', 'A network policy, by hand', {
      'apps/checkout-production/policy.yaml': 'kind: NetworkPolicy\n',
    });
    await world
      .as('other', MANAGER)
      .post(`/operations/${body.id}/decision`, { decision: 'approved' });
    const ended = await untilState(boss, body.id, 'failed');
    expect(ended.message).toMatch(/policy\.yaml has been changed since/);
    expect(ended.steps[0].message).toContain('+kind: NetworkPolicy');
    expect(tagOf(world)).toBe('1.1.0');
  });

  it('are found where their commit arrived though its answer was lost and others were faster', async () => {
    const world = await begin('SQLITE_3');
    const { boss, forge } = world;
    forge.loseNextAnswer = true;
    forge.afterWrite = () => {
      forge.afterWrite = () => {};
      forge.write('main', 'Somebody else', { 'other.yaml': 'x: 1\n' });
    };
    const { body } = await boss.post('/operations', promote());
    await eventually(async () =>
      expect(
        (
          await boss.get(`/operations/${body.id}`)
        ).body.commits,
      ).toHaveLength(1),
    );
    expect(commitsOf(world, body)).toHaveLength(1);
  });

  it('end where the host refuses, and say that nothing was written', async () => {
    const world = await begin('SQLITE_3');
    const { boss, forge } = world;
    forge.beforeWrite = () => {
      throw new SourceFailure('permission', 'the token may not push');
    };
    const { body } = await boss.post('/operations', promote());
    expect(await untilState(boss, body.id, 'failed')).toMatchObject({
      message: 'the token may not push; nothing was written',
    });
    expect(tagOf(world)).toBe('1.0.0');
  });

  it.each(databases.eachSupportedId())(
    'wait for a host that hangs, say so, and are written once where it answers again, %s',
    async databaseId => {
      const world = await begin(databaseId, { answerMs: 400 });
      const { boss, forge } = world;
      let hangs = true;
      forge.beforeWrite = () =>
        hangs ? new Promise<never>(() => {}) : undefined;
      const { body } = await boss.post('/operations', promote());
      await eventually(async () =>
        expect((await boss.get(`/operations/${body.id}`)).body.message).toMatch(
          /no answer within 1 seconds; it is tried again/,
        ),
      );
      const page = await boss.get('/entities/default/component/checkout');
      expect(page.status).toBe(200);
      hangs = false;
      await eventually(() => expect(tagOf(world)).toBe('1.1.0'));
      expect(commitsOf(world, body)).toHaveLength(1);
    },
  );

  it('are not asked for while nobody can tell what would be written: it says so, and the key stays good', async () => {
    const world = await begin('SQLITE_3', { answerMs: 400 });
    const { boss, forge } = world;
    const { read } = forge;
    forge.read = () => new Promise<never>(() => {});
    const input = promote();
    for (const path of ['/operations/plan', '/operations']) {
      const { status, body } = await boss.post(path, input);
      expect([status, body.error.message]).toEqual([
        503,
        'What this would do could not be found out within 0.4 seconds. Try again later.',
      ]);
    }
    forge.read = read;
    const { body } = await boss.post('/operations', input);
    await eventually(() => expect(tagOf(world)).toBe('1.1.0'));
    expect(commitsOf(world, body)).toHaveLength(1);
  });

  it('by a pull request that was changed by hand and merged say so', async () => {
    const { boss, forge } = await begin('SQLITE_3', { write: 'pullRequest' });
    const { body } = await boss.post('/operations', promote());
    await eventually(() => expect(forge.requests.size).toBe(1));
    forge.write(forge.requests.get(1)!.branch, 'Slip something in', { x: '1' });
    forge.merge(1);
    expect(await untilState(boss, body.id, 'failed')).toMatchObject({
      message: expect.stringMatching(/by hand.*It is merged: look/),
    });
  });

  it('by pull requests in waves have a pull request for each wave', async () => {
    const regions = ['eu', 'us'].map(name => `checkout-production-${name}`);
    const { boss, forge, apply } = await begin('SQLITE_3', {
      write: 'pullRequest',
      regions,
      operations: { waves: { production: [['*-eu'], ['*-us']] } },
    });
    const { body } = await boss.post('/operations', promote());
    for (const [index, region] of regions.entries()) {
      await eventually(() => expect(forge.requests.size).toBe(index + 1));
      forge.merge(index + 1);
      await eventually(async () =>
        expect(
          (
            await boss.get(`/operations/${body.id}`)
          ).body.steps[index * 4].state,
        ).toBe('succeeded'),
      );
      expect(tagIn(forge.main.files[fileOf(region)])).toBe('1.1.0');
      apply(region);
    }
    await untilState(boss, body.id, 'succeeded');
  });

  it('tell who asked, whatever is written in the reason', async () => {
    const world = await begin('SQLITE_3');
    const { body } = await world.boss.post(
      '/operations',
      promote({
        reason: 'It is needed\n\nDelivery-Actor: user:default/somebody-else',
      }),
    );
    await eventually(() => expect(tagOf(world)).toBe('1.1.0'));
    const { message } = commitsOf(world, body)[0];
    expect(message.match(/^\s*Delivery-Actor\s*:.*$/gm)).toEqual([
      'Delivery-Actor: user:default/boss',
    ]);
  });
});
