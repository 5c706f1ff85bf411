import { mockServices } from '@backstage/backend-test-utils';
import type { OperationType } from '@throughline/plugin-delivery-common';
import type {
  OperationRequest,
  TargetItem,
} from '@throughline/plugin-delivery-node';
import { wellApplication } from '../__testUtils__/applications';
import { FakeArgocd } from '../__testUtils__/FakeArgocd';
import { applicationSchema } from '../api/schemas';
import { createArgocdSource } from '../createArgocdSource';
import { mapDeployments } from '../mapping/deployments';
import { mapTarget } from '../mapping/target';
import { plainHttp } from '../__testUtils__/plainHttp';

type Json = Record<string, any>;

const KEY = 'team-shop/web';
const context = {
  signal: new AbortController().signal,
  logger: mockServices.logger.mock(),
};

describe('operations of Argo CD', () => {
  let fake: FakeArgocd;
  let app: Json;

  beforeEach(async () => {
    fake = await FakeArgocd.start();
    fake.set(wellApplication('web', 'team-shop'));
    app = fake.apps.get(KEY)!;
  });
  afterEach(() => fake.upstream.close());

  const target = () => mapTarget(applicationSchema.parse(app), fake.url);
  const operator = (operation: OperationType) =>
    createArgocdSource({
      name: 'one',
      title: 'One',
      url: fake.url,
      credentials: {
        type: 'token',
        token: { get: async () => 'fixed-token-0123456789' },
      },
      resyncMs: 60_000,
      operations: true,
      http: plainHttp(),
      unverified: false,
    }).operators!.find(each => each.operation === operation)!;
  const request = (
    parameters: Record<string, string> = {},
    on: TargetItem = target(),
  ): OperationRequest => ({
    subject: { kind: 'target', target: on },
    parameters,
    token: 'token-1',
    actor: 'user:default/ada',
  });
  const why = (operation: OperationType) =>
    operator(operation).unavailable?.(request().subject);

  it('syncs the whole application, under its token and with who asked', async () => {
    const sync = operator('sync');
    const handle = await sync.start(
      request({ revision: 'v1.2', prune: 'true' }),
      context,
    );
    expect(fake.operations.done).toEqual([
      {
        what: 'sync',
        name: 'web',
        body: {
          appNamespace: 'team-shop',
          project: 'shop',
          revision: 'v1.2',
          prune: true,
          dryRun: false,
          infos: [
            { name: 'delivery-operation', value: 'token-1' },
            { name: 'actor', value: 'user:default/ada' },
          ],
        },
      },
    ]);
    expect(await sync.find(request({ revision: 'v1.2' }), context)).toEqual(
      handle,
    );
    expect(await sync.follow(handle, context)).toMatchObject({
      state: 'running',
      url: `${fake.url}/applications/team-shop/web`,
    });
  });

  it('shows its hooks as steps, and none of a sync of somebody else', async () => {
    const sync = operator('sync');
    const handle = await sync.start(request(), context);
    const resource = { kind: 'Job', name: 'migrate', hookType: 'PreSync' };
    app.status.operationState = {
      ...app.status.operationState,
      phase: 'Running',
      operation: {
        info: [{ name: 'delivery-operation', value: 'token-1' }],
      },
      syncResult: { resources: [{ ...resource, hookPhase: 'Running' }] },
    };
    expect((await sync.follow(handle, context)).steps).toEqual([
      { name: 'PreSync hook Job migrate', state: 'running' },
    ]);
    const theirs = { ...handle, token: 'token-2' };
    expect((await sync.follow(theirs, context)).steps).toBeUndefined();
  });

  it('names the deployment that a sync of its own is, as the history has it', async () => {
    const sync = operator('sync');
    const handle = await sync.start(request(), context);
    const follow = async (more: Record<string, string> = {}) =>
      (await sync.follow({ ...handle, ...more }, context)).deployment;
    const { status } = wellApplication('web', 'team-shop');
    status.operationState.operation.info = [
      { name: 'delivery-operation', value: 'token-1' },
    ];
    Object.assign(app, { status, operation: undefined });
    const [{ key }] = mapDeployments(applicationSchema.parse(app), fake.url);
    expect(await follow()).toBe(key);
    expect(await follow({ token: 'of-another' })).toBeUndefined();
    status.operationState.operation.sync.dryRun = true;
    expect(await follow()).toBeUndefined();
  });

  it('prunes nothing unless told', async () => {
    await operator('sync').start(request(), context);
    expect(fake.operations.done[0].body).toMatchObject({ prune: false });
    expect(fake.operations.done[0].body).not.toHaveProperty('revision');
  });

  it('cannot tell its own from what has just followed it', async () => {
    app.status.operationState.startedAt = new Date().toISOString();
    expect(await operator('sync').find(request(), context)).toBe('unsure');
    app.status.operationState.startedAt = '2026-01-14T10:00:00Z';
    expect(await operator('sync').find(request(), context)).toBeUndefined();
  });

  it('offers a revision where there is one source', async () => {
    const names = async () =>
      (await operator('sync').parameters!(request().subject, context)).map(
        ({ name }) => name,
      );
    expect(await names()).toEqual(['revision', 'prune', 'dryRun']);
    app.spec = {
      ...app.spec,
      source: undefined,
      sources: [app.spec.source, { repoURL: 'https://x.test', chart: 'y' }],
    };
    expect(await names()).toEqual(['prune', 'dryRun']);
  });

  it.each([
    [
      {
        status: 400,
        code: 9,
        message: 'another operation is already in progress',
      },
      'protocol',
      'Argo CD refuses: another operation is already in progress',
    ],
    [
      {
        status: 400,
        code: 9,
        message: 'Cannot sync to v1: auto-sync currently set to main',
      },
      'protocol',
      'Argo CD refuses: Cannot sync to v1: auto-sync currently set to main',
    ],
    [
      { status: 403, code: 7, message: 'cannot sync: blocked by sync window' },
      'permission',
      'Argo CD refuses: cannot sync: blocked by sync window',
    ],
    [
      {
        status: 403,
        code: 7,
        message: 'permission denied: applications, sync, shop/web',
      },
      'permission',
      "The portal's account needs the right 'applications, sync' in Argo CD: permission denied: applications, sync, shop/web",
    ],
  ])('says why it is refused: %j', async (refusal, kind, message) => {
    fake.operations.refusal = refusal;
    await expect(
      operator('sync').start(request(), context),
    ).rejects.toMatchObject({ kind, message });
    expect(fake.operations.done).toEqual([]);
  });

  it('does not repeat what a proxy in between says', async () => {
    await fake.upstream.misbehave({ type: 'status', status: 403 });
    await expect(
      operator('sync').start(request(), context),
    ).rejects.toMatchObject({
      kind: 'permission',
      message: 'Argo CD answered 403',
    });
  });

  it.each(['refresh', 'hardRefresh'] as const)('does a %s', async type => {
    const handle = await operator(type).start(request(), context);
    expect(fake.operations.done).toEqual([{ what: type, name: 'web' }]);
    expect(await operator(type).follow(handle, context)).toEqual({
      state: 'succeeded',
    });
    expect(await operator(type).find(request(), context)).toBeUndefined();
  });

  it('waits for a refresh that takes its time, and says where it fails', async () => {
    fake.operations.compares = false;
    const refresh = operator('refresh');
    const handle = await refresh.start(request(), context);
    expect(await refresh.follow(handle, context)).toMatchObject({
      state: 'running',
    });
    app.metadata.annotations = {};
    expect(await refresh.follow(handle, context)).toMatchObject({
      state: 'running',
    });
    app.status.reconciledAt = '2026-02-01T00:00:00Z';
    app.status.conditions = [
      { type: 'ComparisonError', message: 'no such path' },
    ];
    expect(await refresh.follow(handle, context)).toEqual({
      state: 'failed',
      message: 'it cannot be compared: ComparisonError: no such path',
    });
  });

  it('stops what runs, and nothing that came after', async () => {
    const terminate = operator('terminate');
    app.operation = { sync: {} };
    app.status.operationState.phase = 'Running';
    expect(await terminate.find(request(), context)).toBe('unsure');
    const handle = await terminate.start(request(), context);
    expect(await terminate.follow(handle, context)).toEqual({
      state: 'running',
    });
    const end = async (phase: string, startedAt?: string) => {
      app.status.operationState = {
        ...app.status.operationState,
        phase,
        ...(startedAt ? { startedAt } : {}),
      };
      return (await terminate.follow(handle, context)).state;
    };
    expect(await end('Failed')).toBe('succeeded');
    expect(await end('Succeeded')).toBe('failed');
    expect(await end('Splendid')).toBe('unknown');
    expect(await end('Running', '2026-03-01T00:00:00Z')).toBe('succeeded');
  });

  it('cannot be asked for where it makes no sense', () => {
    expect(why('sync')).toBeUndefined();
    expect(why('refresh')).toBeUndefined();
    expect(why('terminate')).toBe('nothing is under way');
    app.status.operationState.phase = 'Running';
    expect(why('sync')).toBe('an operation is under way already');
    expect(why('terminate')).toBeUndefined();
    app.operation = { sync: {} };
    app.status.operationState = undefined;
    expect(why('sync')).toBe('an operation is under way already');
    expect(why('terminate')).toBe('its operation has not begun yet');
    app.metadata.deletionTimestamp = '2026-01-14T10:00:00Z';
    expect(why('sync')).toBe('it is being deleted');
    expect(why('hardRefresh')).toBe('it is being deleted');
  });
});
