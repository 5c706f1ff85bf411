import {
  TestDatabases,
  type TestDatabaseId,
} from '@backstage/backend-test-utils';
import type {
  Actor,
  DeploymentView,
  EntityOperations,
  OperationPlan,
} from '@throughline/plugin-delivery-common';
import { eventually } from '../__testUtils__/eventually';
import { untilState } from '../__testUtils__/operateHarness';
import { itemId } from '../store';
import {
  fileOf,
  fileWith,
  MANAGER,
  OWNER,
  promote,
  SOURCE,
  startWorld,
  tagIn,
  type World,
} from '../__testUtils__/versionWorld';
import { commit, deployment, digest, GITOPS, IMAGE, line } from './world';

jest.setTimeout(90_000);

describe('versions', () => {
  const databases = TestDatabases.create();
  const running: World[] = [];

  async function begin(
    databaseId: TestDatabaseId,
    options: Parameters<typeof startWorld>[1] = {},
  ): Promise<World> {
    const world = await startWorld(await databases.init(databaseId), options);
    running.push(world);
    return world;
  }

  afterEach(async () => {
    await Promise.all(running.splice(0).map(each => each.stop()));
  });

  it.each(databases.eachSupportedId())(
    'come by a commit whose diff was shown, and have succeeded once they run and are healthy, %s',
    async databaseId => {
      const { as, forge, apply } = await begin(databaseId);
      const boss = as('boss', MANAGER);
      const plan: OperationPlan = (
        await boss.post('/operations/plan', promote())
      ).body;
      expect(plan).toMatchObject({
        from: '1.0.0',
        to: '1.1.0',
        delivery: 'commit',
        gates: [{ gate: 'notFrozen', state: 'pass' }],
      });
      expect(plan.changes[0].diff).toContain(
        '-    newTag: 1.0.0\n+    newTag: 1.1.0',
      );
      const { body } = await boss.post('/operations', promote());
      await eventually(() =>
        expect(tagIn(forge.main.files[fileOf('checkout-production')])).toBe(
          '1.1.0',
        ),
      );
      expect(forge.main.files[fileOf('checkout-production')]).toBe(
        fileWith('1.1.0'),
      );
      expect(forge.main.message).toContain(`Delivery-Operation: ${body.id}`);
      expect(forge.main.message).toContain('Delivery-Actor: user:default/boss');
      expect(forge.main.message).toContain(
        `Argocd-reference-commit-sha: b0000`,
      );
      await untilState(boss, body.id, 'running');
      apply('checkout-production', {
        health: { status: 'progressing', raw: 'Progressing' },
      });
      await new Promise(resolve => setTimeout(resolve, 2500));
      await untilState(boss, body.id, 'running');
      apply('checkout-production');
      const ended = await untilState(boss, body.id, 'succeeded');
      expect(ended.steps.map(({ name, state }) => [name, state])).toEqual([
        ['written to Git', 'succeeded'],
        ['seen by the controller', 'succeeded'],
        ['applied', 'succeeded'],
        ['runs and is healthy', 'succeeded'],
      ]);
    },
  );

  it('come by a pull request that people merge; its gates are said beside it', async () => {
    const { as, forge, apply } = await begin('SQLITE_3', {
      write: 'pullRequest',
      operations: { gates: { production: ['pipelineGreen'] } },
    });
    const boss = as('boss', MANAGER);
    const { body } = await boss.post('/operations', promote());
    await eventually(() => expect(forge.requests.size).toBe(1));
    await eventually(() =>
      expect([...forge.statuses]).toEqual([
        ['delivery/notFrozen', ['success']],
        ['delivery/pipelineGreen', ['success']],
      ]),
    );
    const waiting = await untilState(boss, body.id, 'running');
    expect(waiting.message).toMatch(/pull request #1 waits to be merged/);
    expect(waiting.links).toEqual([
      { title: 'Pull request #1', url: 'https://git.example/pulls/1' },
    ]);
    const freeze = (on: boolean) =>
      boss.post('/operations/freeze', on ? { on, reason: 'outage' } : { on });
    const saidOfFreezes = (...states: string[]) =>
      eventually(() =>
        expect(forge.statuses.get('delivery/notFrozen')).toEqual(states),
      );
    await freeze(true);
    await saidOfFreezes('success', 'failure');
    expect(forge.descriptions.get('delivery/notFrozen')).toContain('outage');
    await freeze(false);
    await saidOfFreezes('success', 'failure', 'success');
    // What has not changed is not said again.
    expect(forge.statuses.get('delivery/pipelineGreen')).toEqual(['success']);
    forge.merge(1);
    await eventually(async () =>
      expect(
        (
          await boss.get(`/operations/${body.id}`)
        ).body.steps[0].state,
      ).toBe('succeeded'),
    );
    apply('checkout-production');
    await untilState(boss, body.id, 'succeeded');
  });

  it('say at the pull request which gates were overridden', async () => {
    const { as, forge } = await begin('SQLITE_3', {
      write: 'pullRequest',
      operations: { gates: { production: [{ soaked: '30m' }] } },
    });
    const boss = as('boss', MANAGER);
    await boss.post('/operations', {
      ...promote(),
      breakGlass: true,
      reason: 'the fix for the outage',
    });
    await eventually(() =>
      expect(forge.descriptions.get('delivery/soaked')).toMatch(
        /^overridden: /,
      ),
    );
    expect(forge.statuses.get('delivery/soaked')).toContain('success');
    expect(forge.descriptions.get('delivery/notFrozen')).toBe('no freeze');
  });

  it('are named in the history by who asked for them, whatever the pull request was merged as', async () => {
    const { as, forge, apply, tell } = await begin('SQLITE_3', {
      write: 'pullRequest',
    });
    const boss = as('boss', MANAGER);
    const configured = (revision: string, message: string, at: string) =>
      commit('', [], {
        key: `${GITOPS}@${revision}`,
        repository: GITOPS,
        sha: revision,
        parents: [],
        subject: message,
        committedAt: at,
        paths: ['apps/checkout-production/kustomization.yaml'],
      });
    const deployed = (sequence: number, revision: string, actor: Actor) =>
      deployment('argocd/checkout-production', sequence, {
        desired: [
          {
            url: 'https://github.com/acme/gitops.git',
            path: 'apps/checkout-production',
          },
        ],
        revisions: [revision],
        actor,
      });
    const controller = { name: 'Argo CD', automated: true };
    const byHand = forge.main.sha;
    const { body } = await boss.post('/operations', promote());
    await eventually(() => expect(forge.requests.size).toBe(1));
    await untilState(boss, body.id, 'running');
    const squashed = forge.merge(1, 'Squashed, and said in other words');
    apply('checkout-production');
    await untilState(boss, body.id, 'succeeded');
    tell([
      configured(byHand, 'Begin', '2026-11-01T09:00:00.000Z'),
      configured(squashed, 'Squashed', '2026-11-01T10:00:00.000Z'),
      deployed(0, byHand, controller),
      deployed(1, squashed, controller),
      deployed(2, byHand, { name: 'grace', login: 'grace' }),
    ]);
    await eventually(async () => {
      const { items } = (
        await boss.get('/entities/default/component/checkout/history')
      ).body as { items: DeploymentView[] };
      expect(items.map(({ origin }) => origin)).toEqual([
        {
          type: 'outside',
          by: { name: 'grace', login: 'grace' },
          evidence: 'upstream',
        },
        {
          type: 'portal',
          operations: [
            {
              id: body.id,
              type: 'promote',
              requestedBy: 'user:default/boss',
            },
          ],
        },
        { type: 'outside', by: { name: 'Ada' }, evidence: 'commit' },
      ]);
    });
    const found = await boss.get(`/operations?text=${body.id}`);
    expect(found.body.items).toMatchObject([{ id: body.id }]);
  });

  it('by a pull request that somebody has changed by hand come to nothing', async () => {
    const { as, forge } = await begin('SQLITE_3', { write: 'pullRequest' });
    const boss = as('boss', MANAGER);
    const { body } = await boss.post('/operations', promote());
    await eventually(() => expect(forge.requests.size).toBe(1));
    forge.write(forge.requests.get(1)!.branch, 'Slip something in', { x: '1' });
    expect(await untilState(boss, body.id, 'failed')).toMatchObject({
      message: expect.stringContaining('has changed pull request #1 by hand'),
    });
  });

  it('that are to be reviewed are not pushed to a host without pull requests', async () => {
    const { as, forge } = await begin('SQLITE_3', { write: 'pullRequest' });
    Object.assign(forge, { pullRequests: undefined });
    const boss = as('boss', MANAGER);
    const head = forge.main.sha;
    const { body } = await boss.post('/operations', promote());
    expect(body).toMatchObject({
      state: 'refused',
      message: expect.stringContaining("say 'write: commit' in the rule"),
    });
    expect(forge.main.sha).toBe(head);
  });

  it('are written once though the answer was lost', async () => {
    const { as, forge, apply } = await begin('SQLITE_3');
    forge.loseNextAnswer = true;
    const boss = as('boss', MANAGER);
    const { body } = await boss.post('/operations', promote());
    await eventually(async () =>
      expect(
        (
          await boss.get(`/operations/${body.id}`)
        ).body.steps?.[0]?.state,
      ).toBe('succeeded'),
    );
    expect(
      [...forge.commits.values()].filter(({ message }) =>
        message.includes(body.id),
      ),
    ).toHaveLength(1);
    apply('checkout-production');
    await untilState(boss, body.id, 'succeeded');
  });

  it('are written on what others were faster with, unless they changed the same value', async () => {
    const { as, forge } = await begin('SQLITE_3');
    let once = true;
    forge.beforeWrite = () => {
      if (once) {
        once = false;
        forge.write('main', 'Somebody was faster', { 'other.yaml': 'x: 1\n' });
      }
    };
    const boss = as('boss', MANAGER);
    await boss.post('/operations', promote());
    await eventually(() =>
      expect(tagIn(forge.main.files[fileOf('checkout-production')])).toBe(
        '1.1.0',
      ),
    );
    expect(forge.main.files['other.yaml']).toBe('x: 1\n');
  });

  it('are not written over what somebody else has put there meanwhile', async () => {
    const { as, forge } = await begin('SQLITE_3');
    forge.beforeWrite = () => {
      forge.beforeWrite = () => {};
      forge.write('main', 'A hotfix', {
        [fileOf('checkout-production')]: fileWith('1.0.1'),
      });
    };
    const boss = as('boss', MANAGER);
    const { body } = await boss.post('/operations', promote());
    expect(await untilState(boss, body.id, 'failed')).toMatchObject({
      message: expect.stringMatching(/says 1\.0\.1 by now, and not 1\.0\.0/),
    });
    expect(tagIn(forge.main.files[fileOf('checkout-production')])).toBe(
      '1.0.1',
    );
  });

  it('wait for an approval by somebody else, and are refused by one rejection', async () => {
    const { as, forge } = await begin('SQLITE_3', {
      operations: { gates: { production: [{ approvals: 1 }] } },
    });
    const boss = as('boss', MANAGER);
    const other = as('other', MANAGER);
    const first = (await boss.post('/operations', promote())).body;
    expect(first).toMatchObject({ state: 'waiting', approvalsNeeded: 1 });
    const decide = (who: typeof boss, id: string, decision: string) =>
      who.post(`/operations/${id}/decision`, { decision });
    expect((await decide(boss, first.id, 'approved')).status).toBe(403);
    expect((await decide(as('dev', OWNER), first.id, 'approved')).status).toBe(
      403,
    );
    await new Promise(resolve => setTimeout(resolve, 1500));
    await untilState(boss, first.id, 'waiting');
    expect((await decide(other, first.id, 'rejected')).status).toBe(200);
    expect(await untilState(boss, first.id, 'refused')).toMatchObject({
      message: 'rejected by other',
    });
    const second = (await boss.post('/operations', promote())).body;
    expect((await decide(other, second.id, 'approved')).status).toBe(200);
    expect((await decide(other, second.id, 'approved')).status).toBe(409);
    await eventually(() =>
      expect(tagIn(forge.main.files[fileOf('checkout-production')])).toBe(
        '1.1.0',
      ),
    );
  });

  it('go out in waves and stop at the first that breaks', async () => {
    const regions = ['canary', 'eu', 'us'].map(
      name => `checkout-production-${name}`,
    );
    const { as, forge, apply } = await begin('SQLITE_3', {
      regions,
      operations: { waves: { production: [['*-canary'], ['*-eu'], ['*-us']] } },
    });
    const boss = as('boss', MANAGER);
    const { body } = await boss.post('/operations', promote());
    expect(body.targets.map((each: { wave: number }) => each.wave)).toEqual([
      1, 2, 3,
    ]);
    await eventually(() =>
      expect(tagIn(forge.main.files[fileOf(regions[0])])).toBe('1.1.0'),
    );
    expect(tagIn(forge.main.files[fileOf(regions[1])])).toBe('1.0.0');
    apply(regions[0]);
    await eventually(() =>
      expect(tagIn(forge.main.files[fileOf(regions[1])])).toBe('1.1.0'),
    );
    apply(regions[1], { health: { status: 'degraded', reason: 'CrashLoop' } });
    // What is degraded for a moment while pods change is not broken: it has to last.
    await new Promise(resolve => setTimeout(resolve, 21_000));
    expect(await untilState(boss, body.id, 'failed')).toMatchObject({
      message: `1 new, 1 failed, 1 old; ${regions[1]}: CrashLoop`,
    });
    expect(tagIn(forge.main.files[fileOf(regions[2])])).toBe('1.0.0');
  });

  it('are not rolled back past what is irreversible, unless somebody breaks the glass and says why', async () => {
    const { as, forge, apply, tell } = await begin('SQLITE_3');
    const boss = as('boss', MANAGER);
    const old = forge.main.sha;
    forge.write('main', 'Another version', {
      [fileOf('checkout-production')]: fileWith('1.1.0'),
    });
    apply('checkout-production');
    const records = [old, forge.main.sha].map((revision, index) =>
      deployment('argocd/checkout-production', index, {
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
    tell([
      ...records,
      ...line('a', 'b')
        .slice(1)
        .map(each => ({
          ...each,
          trailers: { 'delivery-irreversible': ['drops a column'] },
        })),
    ]);
    const input = () => ({
      ...promote({ type: 'rollBack' }),
      deploymentId: itemId(SOURCE, 'deployment', records[0].key),
    });
    await eventually(async () => {
      const plan = (await boss.post('/operations/plan', input())).body;
      expect(plan.gates).toContainEqual({
        gate: 'reversible',
        state: 'fail',
        reason: expect.stringContaining('(drops a column)'),
      });
      expect(plan.warnings.join()).toContain('Irreversible: ');
    });
    const ask = async (more: object) =>
      (await boss.post('/operations', { ...input(), ...more })).body;
    expect((await ask({})).state).toBe('refused');
    expect((await ask({ breakGlass: true, reason: ' ' })).state).toBe(
      'refused',
    );
    expect(tagIn(forge.main.files[fileOf('checkout-production')])).toBe(
      '1.1.0',
    );
    const { id } = await ask({ breakGlass: true, reason: 'it loses orders' });
    await eventually(() =>
      expect(tagIn(forge.main.files[fileOf('checkout-production')])).toBe(
        '1.0.0',
      ),
    );
    apply('checkout-production');
    await untilState(boss, id, 'succeeded');
  });

  it('are rolled back whole, out of an automation’s hands, until that is undone', async () => {
    const { as, forge, apply, tell } = await begin('SQLITE_3', {
      automation: true,
      // Neither brings a version that these could speak of.
      operations: { gates: { production: ['pipelineGreen', 'signed'] } },
    });
    const boss = as('boss', MANAGER);
    const old = forge.main.sha;
    forge.write('main', 'Another version and more replicas', {
      [fileOf('checkout-production')]: fileWith(
        '1.1.0',
        ' # {"$imagepolicy": "flux-system:checkout:tag"}',
      ).replace('replicas: 2', 'replicas: 5'),
    });
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
    apply('checkout-production');
    tell(records);
    const id = itemId(SOURCE, 'deployment', records[0].key);
    await eventually(async () => {
      const { status } = await boss.post('/operations/plan', {
        ...promote({ type: 'rollBack' }),
        deploymentId: id,
      });
      expect(status).toBe(200);
    });
    const input = { ...promote({ type: 'rollBack' }), deploymentId: id };
    const plan: OperationPlan = (await boss.post('/operations/plan', input))
      .body;
    expect(plan.warnings.join()).toContain('out of its hands');
    expect(plan.changes[0].diff).toContain('\n-replicas: 5\n');
    expect(plan.changes[0].diff).toContain('\n+replicas: 2\n');
    const { body } = await boss.post('/operations', input);
    await eventually(() =>
      expect(forge.main.files[fileOf('checkout-production')]).toBe(
        fileWith(
          '1.0.0',
          ' # delivery-pinned {"$imagepolicy": "flux-system:checkout:tag"}',
        ),
      ),
    );
    const pins = async () => {
      const offers: EntityOperations = (
        await boss.get('/entities/default/component/checkout/operations')
      ).body;
      return offers.pins;
    };
    // It is pinned once that is written, whether or not it succeeds.
    await eventually(async () =>
      expect(await pins()).toMatchObject([
        { environment: 'production', by: 'user:default/boss', what: '1.0.0' },
      ]),
    );
    apply('checkout-production');
    await untilState(boss, body.id, 'succeeded');
    expect(await pins()).toHaveLength(1);
    const given: OperationPlan = (
      await boss.post('/operations/plan', promote({ type: 'unpin' }))
    ).body;
    expect(given.warnings.join()).toContain('it brings what it chooses');
    const undo = (await boss.post('/operations', promote({ type: 'unpin' })))
      .body;
    await untilState(boss, undo.id, 'succeeded');
    expect(forge.main.files[fileOf('checkout-production')]).toContain(
      ' # {"$imagepolicy"',
    );
    expect(await pins()).toEqual([]);
  });

  it('are pinned no longer, once somebody has undone that by hand and says so', async () => {
    const { as, forge } = await begin('SQLITE_3', { automation: true });
    const boss = as('boss', MANAGER);
    const head = forge.main.sha;
    const plan: OperationPlan = (
      await boss.post('/operations/plan', promote({ type: 'unpin' }))
    ).body;
    expect(plan.refusedBecause).toBeUndefined();
    expect(plan.changes).toEqual([]);
    expect(plan.warnings.join()).toContain('Git pins nothing there any more');
    const undo = (await boss.post('/operations', promote({ type: 'unpin' })))
      .body;
    const ended = await untilState(boss, undo.id, 'succeeded');
    expect(ended.steps).toEqual([
      expect.objectContaining({
        state: 'succeeded',
        message: 'nothing to write: Git said so already',
      }),
    ]);
    expect(forge.main.sha).toBe(head);
  });
});
