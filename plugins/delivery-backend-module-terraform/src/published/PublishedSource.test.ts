import { applyObservations } from '@throughline/plugin-delivery-node/testing';
import { configOf } from '../fixtures/configOf';
import { DocumentStore } from '../fixtures/DocumentStore';
import { pass } from '../fixtures/pass';
import { changeOf, planOf } from '../fixtures/planOf';
import { PublishedSource } from './PublishedSource';

const context = {
  signal: new AbortController().signal,
  logger: undefined as never,
};

describe('what pipelines publish', () => {
  let store: DocumentStore;

  beforeEach(async () => {
    store = await DocumentStore.start();
  });

  afterEach(() => store.upstream.close());

  const source = (...entries: object[]) =>
    new PublishedSource(
      configOf({
        published: entries.map(entry => ({
          name: 'db',
          planUrl: `${store.upstream.url}/plan.json`,
          ...entry,
        })),
      }).published,
    );

  it('is told as a target', async () => {
    const plan = planOf({
      applyable: true,
      resource_changes: [
        changeOf('demo_database.main', ['update']),
        changeOf('demo_user.app', ['delete', 'create']),
      ],
      resource_drift: [
        changeOf('demo_database.main', ['update']),
        changeOf('demo_backup.daily', ['delete']),
      ],
    });
    store.documents.set('/plan.json', plan);
    const { items } = await pass(
      source({
        environment: 'production',
        repository: 'https://github.com/acme/infra',
        path: 'db',
      }),
    );
    expect(items).toEqual([
      {
        kind: 'target',
        key: 'db/production',
        type: 'infrastructure',
        resource: 'Workspace',
        name: 'db',
        labels: { environment: 'production' },
        desired: [{ url: 'https://github.com/acme/infra', path: 'db' }],
        sync: {
          status: 'outOfSync',
          reason: 'the plan would change 2 resources',
        },
        health: { status: 'unknown', reason: expect.any(String) },
        images: [],
        imagesAre: 'desired',
        drift: {
          count: 2,
          resources: [
            {
              kind: 'demo_backup',
              name: 'demo_backup.daily',
              status: 'delete',
              message: 'gone, and not by Terraform',
            },
            {
              kind: 'demo_database',
              name: 'demo_database.main',
              status: 'update',
              message: 'changed outside of Terraform',
            },
          ],
        },
        plan: {
          add: 1,
          change: 1,
          destroy: 1,
          plannedAt: plan.timestamp,
        },
      },
    ]);
  });

  it('is fetched again only where it has changed', async () => {
    store.documents.set('/plan.json', planOf());
    const it = source({});
    const first = await pass(it);
    const again = await pass(it);
    expect(store.statuses).toEqual([200, 304]);
    expect(again.items).toEqual(first.items);
  });

  it('has its credentials and headers shown', async () => {
    store.documents.set('/plan.json', planOf());
    await pass(source({ token: 'abc', headers: { 'private-token': 'def' } }));
    expect(store.requests[0].headers).toMatchObject({
      authorization: 'Bearer abc',
      'private-token': 'def',
    });
  });

  it('may lie elsewhere, where the credentials are not shown', async () => {
    const other = await DocumentStore.start();
    other.documents.set('/there.json', planOf());
    store.redirects.set('/plan.json', `${other.upstream.url}/there.json`);
    const { items } = await pass(
      source({ token: 'abc', headers: { 'private-token': 'def' } }),
    );
    await other.upstream.close();
    expect(items).toHaveLength(1);
    expect(other.requests[0].headers).not.toHaveProperty('authorization');
    expect(other.requests[0].headers).not.toHaveProperty('private-token');
  });

  it('is not followed to where no web is', async () => {
    store.redirects.set('/plan.json', 'file:///etc/passwd');
    const { error } = await pass(source({}));
    expect(error).toMatchObject({
      message: expect.stringMatching(/not followed/),
    });
  });

  it('costs itself only where it fails', async () => {
    store.documents.set('/plan.json', planOf());
    store.failing.set('/other.json?signature=abcdef123456', 503);
    const at = store.upstream.url;
    const { items, problems, error } = await pass(
      source(
        {},
        { name: 'other', planUrl: `${at}/other.json?signature=abcdef123456` },
        { name: 'missing', planUrl: `${at}/missing.json` },
      ),
    );
    expect(error).toBeUndefined();
    expect(items.map(({ key }) => key)).toEqual(['db']);
    expect(problems).toEqual({
      'published:other': `${at}/other.json answered 503`,
      'published:missing': expect.stringMatching(/404: was it published/),
    });
  });

  it.each<[string, unknown, RegExp]>([
    ['nothing of the kind', [], /not a plan/],
    ['of a format of tomorrow', planOf({ format_version: '2.0' }), /version 1/],
    ['a state', { format_version: '1.0', values: {} }, /not a plan/],
  ])('says what a plan is that is %s', async (_, document, reason) => {
    store.documents.set('/plan.json', document);
    const { observations } = await pass(source({}));
    expect(observations).toContainEqual(
      expect.objectContaining({
        type: 'malformed',
        item: expect.objectContaining({ key: 'db' }),
        reason: expect.stringMatching(reason),
      }),
    );
  });

  it('of a state alone is not known to be in sync', async () => {
    const state = (resources: unknown) => ({
      format_version: '1.0',
      values: { root_module: { resources, child_modules: [] } },
    });
    store.documents.set('/state.json', state([]));
    const stateUrl = `${store.upstream.url}/state.json`;
    const { items } = await pass(source({ planUrl: undefined, stateUrl }));
    expect(items).toMatchObject([{ sync: { status: 'unknown' } }]);
    store.documents.set('/state.json', { version: 4, resources: [] });
    const { observations } = await pass(
      source({ planUrl: undefined, stateUrl }),
    );
    expect(observations).toContainEqual(
      expect.objectContaining({
        reason: expect.stringContaining('the state file itself'),
      }),
    );
  });

  it('of an old Terraform has the age that the server tells', async () => {
    store.documents.set('/plan.json', planOf({ timestamp: undefined }));
    store.lastModified = new Date(Date.now() - 3_600_000).toUTCString();
    const { items } = await pass(source({}));
    expect(items).toMatchObject([{ sync: { status: 'synced' } }]);
  });

  it('vanishes with the configuration', async () => {
    store.documents.set('/plan.json', planOf());
    const nothing = { items: new Map(), problems: new Map() };
    const before = applyObservations(
      nothing,
      (await pass(source({}, { name: 'gone' }))).observations,
    );
    expect([...before.items.keys()]).toEqual(['target db', 'target gone']);
    const after = applyObservations(
      before,
      (await pass(source({}), { cursor: before.cursor })).observations,
    );
    expect([...after.items.keys()]).toEqual(['target db']);
  });

  it('is looked at as often as each entry says', async () => {
    store.documents.set('/plan.json', planOf());
    const it = source({ pollEvery: '10s' }, { name: 'slow', pollEvery: '1h' });
    expect(it.pollMs).toBe(10_000);
    await pass(it);
    store.requests.length = 0;
    const later = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 10_000);
    const { items } = await pass(it, { reason: 'scheduled' });
    later.mockRestore();
    expect(items.map(({ key }) => key)).toEqual(['db']);
  });

  it('opens as resources by type, with what the plan says of them', async () => {
    store.documents.set(
      '/plan.json',
      planOf({
        resource_changes: [changeOf('demo_database.main', ['update'])],
        resource_drift: [changeOf('demo_database.main', ['update'])],
      }),
    );
    store.documents.set('/state.json', {
      format_version: '1.0',
      values: {
        root_module: {
          resources: [
            {
              address: 'demo_database.main',
              type: 'demo_database',
              mode: 'managed',
            },
            { address: 'data.demo_zone.a', type: 'demo_zone', mode: 'data' },
          ],
          child_modules: [
            {
              resources: [
                {
                  address: 'module.a.demo_user.app',
                  type: 'demo_user',
                  mode: 'managed',
                },
              ],
            },
          ],
        },
      },
    });
    const it = source({ stateUrl: `${store.upstream.url}/state.json` });
    const target = { key: 'db' } as never;
    expect(await it.details.resources!(target, context)).toEqual({
      kind: 'resources',
      resources: [
        { kind: 'demo_database', name: '1 of this type' },
        {
          kind: 'demo_database',
          name: 'demo_database.main',
          parent: 0,
          sync: 'outOfSync',
          message: 'update outside of Terraform; planned: update',
        },
        { kind: 'demo_user', name: '1 of this type' },
        { kind: 'demo_user', name: 'module.a.demo_user.app', parent: 2 },
      ],
    });
  });
});
