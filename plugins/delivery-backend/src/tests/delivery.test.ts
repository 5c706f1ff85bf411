import {
  mockCredentials,
  mockErrorHandler,
  mockServices,
  TestDatabases,
  type TestDatabaseId,
} from '@backstage/backend-test-utils';
import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import { ConfigReader } from '@backstage/config';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import type {
  EntityDelivery,
  FleetPage,
} from '@throughline/plugin-delivery-common';
import type {
  DeliverySource,
  ObservedItem,
} from '@throughline/plugin-delivery-node';
import express from 'express';
import type { Knex } from 'knex';
import request from 'supertest';
import { createTestStore } from '../__testUtils__/createTestStore';
import { operationsAccess } from '../__testUtils__/operationsAccess';
import { createDelivery, readDeliveryConfig } from '../createDelivery';
import { createRouter } from '../http/createRouter';
import { ProviderRegistry } from '../ProviderRegistry';
import { itemId } from '../store';
import { FakeSource, fakeProvider } from './FakeProvider';
import {
  application,
  artifact,
  branch,
  commit,
  deployment,
  entity,
  GITOPS,
  IMAGE,
  line,
  run,
  sha,
} from './world';

jest.setTimeout(60_000);

const SOURCE = 'argocd:test';
const LABEL = 'backstage.io/kubernetes-id';

/** A catalog that can change, and that shows users only what they may see. */
class FakeCatalog {
  hidden = new Set<string>();
  calls = 0;

  constructor(public entities: Entity[]) {}

  get service(): CatalogService {
    const ask =
      <M extends 'getEntities' | 'queryEntities' | 'getEntitiesByRefs'>(
        method: M,
      ) =>
      (input: never, options: { credentials: BackstageCredentials }) => {
        this.calls++;
        return this.#for(options.credentials)[method](input, options);
      };
    return {
      getEntities: ask('getEntities'),
      queryEntities: ask('queryEntities'),
      getEntitiesByRefs: ask('getEntitiesByRefs'),
      getEntityByRef: (
        ref: string,
        options: { credentials: BackstageCredentials },
      ) => {
        this.calls++;
        return this.#for(options.credentials).getEntityByRef(ref, options);
      },
    } as unknown as CatalogService;
  }

  #for(credentials: BackstageCredentials) {
    const { type } = credentials.principal as { type?: string };
    return catalogServiceMock({
      entities: this.entities.filter(
        each => type !== 'user' || !this.hidden.has(stringifyEntityRef(each)),
      ),
    });
  }
}

async function eventually<T>(
  look: () => PromiseLike<T>,
  holds: (seen: T) => boolean,
): Promise<T> {
  let seen = await look();
  for (let attempt = 0; attempt < 200 && !holds(seen); attempt++) {
    await new Promise(resolve => setTimeout(resolve, 50));
    seen = await look();
  }
  expect(holds(seen) ? 'it came' : seen).toBe('it came');
  return seen;
}

async function start(
  knex: Knex,
  options: {
    items?: ObservedItem[];
    catalog: FakeCatalog;
    config?: object;
    details?: DeliverySource['details'];
    decision?: AuthorizeResult;
    denied?: string[];
  },
) {
  const source = new FakeSource(SOURCE, options.items ?? []);
  source.details = options.details;
  const registry = new ProviderRegistry();
  registry.addProvider(fakeProvider([source]));
  const published: string[] = [];
  const store = await createTestStore(knex, { leaseRenewMs: 50 });
  const delivery = await createDelivery({
    store,
    registry,
    config: {
      ...readDeliveryConfig(
        new ConfigReader({
          delivery: options.config ?? {
            linking: { trust: { repositories: ['*'] } },
          },
        }),
      ),
      catalogPollMs: 100,
    },
    catalog: options.catalog.service,
    auth: mockServices.auth(),
    permissions: mockServices.permissions.mock({
      authorize: async requests =>
        requests.map(({ permission }) => ({
          result: options.denied?.includes(permission.name)
            ? AuthorizeResult.DENY
            : AuthorizeResult.ALLOW,
        })),
      authorizeConditional: async requests =>
        requests.map(() =>
          options.decision === AuthorizeResult.CONDITIONAL
            ? {
                result: AuthorizeResult.CONDITIONAL,
                pluginId: 'catalog',
                resourceType: 'catalog-entity',
                conditions: {
                  rule: 'IS_ENTITY_OWNER',
                  resourceType: 'catalog-entity',
                  params: { claims: ['group:default/payments'] },
                },
              }
            : { result: options.decision ?? AuthorizeResult.ALLOW },
        ),
    }),
    notifications: { send: async () => {} },
    signals: {
      publish: async ({ channel, message }) => {
        expect(message).toEqual({ changed: true });
        published.push(channel);
      },
    },
    ...operationsAccess(),
    auditor: mockServices.auditor.mock(),
    logger: mockServices.logger.mock(),
    notices: async () => [],
  });
  await delivery.start();
  const app = express();
  app.use(
    createRouter({
      delivery: delivery.service,
      operations: delivery.operations,
      evidence: delivery.evidence,
      versionRules: delivery.versionRules,
      httpAuth: mockServices.httpAuth(),
      webhooks: delivery.receiver.handler,
      validateResponses: true,
    }),
  );
  app.use(mockErrorHandler());
  const get = (path: string) =>
    request(app).get(path).set('authorization', mockCredentials.user.header());
  const until = async <T>(
    path: string,
    holds: (body: T) => boolean,
  ): Promise<T> => {
    const { body } = await eventually(
      () => get(path),
      answer => answer.status === 200 && holds(answer.body),
    );
    return body;
  };
  const page = (name: string, holds: (page: EntityDelivery) => boolean) =>
    until<EntityDelivery>(`/entities/default/component/${name}`, holds);
  return { source, store, delivery, get, until, page, published };
}

const service = (name: string, more: Parameters<typeof entity>[1] = {}) =>
  entity(name, {
    ...more,
    annotations: {
      'argocd/app-name': `${name}-prod`,
      'github.com/project-slug': 'acme/checkout',
      ...more.annotations,
    },
  });

const prod = (name: string, more: object = {}) =>
  application(`${name}-prod`, {
    labels: { [LABEL]: name },
    images: [{ repository: IMAGE, tag: '1.0.0' }],
    ...more,
  });

describe('delivery, from sources to answers', () => {
  const databases = TestDatabases.create();
  const started: { delivery: { stop(): Promise<void> } }[] = [];

  afterEach(async () => {
    await Promise.all(started.splice(0).map(each => each.delivery.stop()));
  });

  async function begin(
    databaseId: TestDatabaseId,
    options: Parameters<typeof start>[1],
  ) {
    const knex = await databases.init(databaseId);
    const running = await start(knex, options);
    started.push(running);
    return { knex, ...running };
  }

  it.each(databases.eachSupportedId())(
    'follows what changes upstream, and survives a restart, %s',
    async databaseId => {
      const catalog = new FakeCatalog([service('shop')]);
      const items = [
        ...line('a', 'b'),
        branch('b'),
        run('b'),
        artifact('1.0.0', 'a'),
        artifact('1.1.0', 'b'),
        prod('shop'),
        deployment('argocd/shop-prod', 0),
      ];
      const { knex, source, delivery, page, get, published, store } =
        await begin(databaseId, { items, catalog });
      const first = await page('shop', ({ lanes }) => lanes.length > 0);
      expect(first.lanes[2].version?.label).toBe('1.0.0');

      const news = prod('shop', {
        images: [{ repository: IMAGE, tag: '1.1.0' }],
        health: { status: 'progressing' },
      });
      source.tell({ type: 'observed', scope: 'all', items: [news] });
      const second = await page(
        'shop',
        ({ lanes }) => lanes[2]?.health.status === 'progressing',
      );
      expect(second.lanes[2].version?.commit?.subject).toBe('Change b');
      await eventually(
        async () => published,
        channels => channels.includes(second.channel),
      );
      expect(published).not.toContain('component:default/shop');
      const interests = await eventually(
        () => store.interests.load(),
        ({ images }) => images[0]?.references[0] === '1.1.0',
      );
      expect(interests).toMatchObject({
        repositories: [
          {
            repository: 'github.com/acme/checkout',
            roles: ['source'],
            paths: [''],
          },
          { repository: 'github.com/acme/gitops', roles: ['configuration'] },
        ],
        images: [{ repository: IMAGE, references: ['1.1.0'] }],
      });

      // What is only repeated changes nothing.
      const etag = (await get('/entities/default/component/shop')).headers.etag;
      source.tell({ type: 'observed', scope: 'all', items: [news] });
      source.tell({
        type: 'observed',
        scope: 'all',
        items: [commit('5', [], { repository: 'github.com/acme/other' })],
      });
      await delivery.stop();
      started.length = 0;

      const again = await start(knex, { catalog });
      started.push(again);
      const { headers } = await again
        .get('/entities/default/component/shop')
        .expect(200);
      expect(headers.etag.split('.')[0]).toBe(etag.split('.')[0]);
    },
  );

  it.each(databases.eachSupportedId())(
    'follows the catalog, %s',
    async databaseId => {
      const catalog = new FakeCatalog([service('shop')]);
      const { page, get, until } = await begin(databaseId, {
        items: [prod('shop'), prod('cart')],
        catalog,
      });
      await page('shop', ({ lanes }) => lanes.length > 0);
      await get('/entities/default/component/cart').expect(404);

      catalog.entities = [service('shop'), service('cart')];
      await page('cart', ({ state }) => state === 'ready');

      catalog.entities = [
        service('cart', { etag: 'cart-2', title: 'The cart' }),
      ];
      // The page of an entity that has just been edited asks with its new version.
      await get('/entities/default/component/cart?etag=cart-2').expect(200);
      const fleet = await until<FleetPage>(
        '/fleet',
        each => each.total === 1 && each.items[0].title === 'The cart',
      );
      expect(fleet.items[0].entityRef).toBe('component:default/cart');
      await get('/entities/default/component/shop').expect(404);
      const sources = await get('/sources').expect(200);
      expect(sources.body.unplaced).toMatchObject({
        total: 1,
        items: [{ name: 'shop-prod', reason: 'noEntity', claimedBy: [] }],
      });
    },
  );

  it.each(databases.eachSupportedId())(
    'shows readers what they may see, and asks the catalog once, %s',
    async databaseId => {
      const catalog = new FakeCatalog([
        service('shop'),
        service('secret', { owner: 'group:default/secret' }),
        service('twin', {
          owner: 'group:default/web',
          annotations: { 'argocd/app-name': 'shared-prod,unsaid-prod' },
        }),
        service('secret-twin', {
          owner: 'group:default/web',
          annotations: { 'argocd/app-name': 'unsaid-prod' },
        }),
        service('rival', {
          owner: 'group:default/secret',
          annotations: { 'argocd/app-name': 'shared-prod' },
        }),
      ]);
      catalog.hidden = new Set([
        'component:default/secret',
        'component:default/secret-twin',
        'component:default/rival',
      ]);
      const { get, until } = await begin(databaseId, {
        items: [
          prod('shop'),
          prod('secret'),
          application('shared-prod', { images: [] }),
          application('unsaid-prod', { images: [] }),
        ],
        catalog,
        decision: AuthorizeResult.CONDITIONAL,
      });
      const fleet = await until<FleetPage>('/fleet', each => each.total === 2);
      expect(fleet.items.map(each => each.entityRef)).toEqual([
        'component:default/shop',
        'component:default/twin',
      ]);
      expect(fleet.owners).toEqual([
        'group:default/payments',
        'group:default/web',
      ]);
      await get('/entities/default/component/secret').expect(404);
      await get('/entities/default/component/secret/runs').expect(404);
      const twin = await get('/entities/default/component/twin').expect(200);
      expect(twin.body.lanes[2].targets[0]).toMatchObject({
        link: { trust: 'contested' },
        sharedWith: [],
      });
      const { body } = await get('/sources').expect(200);
      expect(
        body.unplaced.items.sort((a: any, b: any) =>
          a.name < b.name ? -1 : 1,
        ),
      ).toMatchObject([
        {
          name: 'shared-prod',
          reason: 'contested',
          claimedBy: ['component:default/twin'],
        },
        {
          name: 'unsaid-prod',
          reason: 'unbackedClaim',
          tried: [expect.stringContaining('=twin')],
          claimedBy: ['component:default/twin'],
        },
      ]);
      expect(JSON.stringify([fleet, body.unplaced, twin.body])).not.toMatch(
        /secret|rival/,
      );

      const before = catalog.calls;
      for (let view = 0; view < 5; view++) {
        await get('/entities/default/component/shop').expect(200);
      }
      // The worker goes on looking; what is asked for a page is told by the user's credentials alone.
      expect(catalog.calls - before).toBeLessThan(5);
    },
  );

  it.each(databases.eachSupportedId())(
    'filters, sorts, counts and pages the fleet, %s',
    async databaseId => {
      const names = ['delta', 'alpha', 'charlie', 'bravo', 'echo'];
      const catalog = new FakeCatalog(
        names.map((name, index) =>
          service(name, {
            owner: index % 2 ? 'group:default/odd' : 'group:default/even',
          }),
        ),
      );
      const { get, until } = await begin(databaseId, {
        items: [
          prod('delta', { health: { status: 'degraded' } }),
          prod('alpha'),
          prod('charlie', { sync: { status: 'outOfSync' } }),
          prod('bravo', { health: { status: 'progressing' } }),
          prod('echo', { health: { status: 'unknown', reason: 'no idea' } }),
          application('alpha-dev', {
            labels: { [LABEL]: 'alpha' },
            health: { status: 'degraded' },
          }),
        ],
        catalog,
      });
      const shown = async (query: string) => {
        const { body } = await get(`/fleet?${query}`).expect(200);
        return (body as FleetPage).items.map(each => each.title).join(' ');
      };
      const all = await until<FleetPage>(
        '/fleet',
        ({ total, counts }) => total === 5 && counts.degraded === 2,
      );
      expect(all.counts).toEqual({
        degraded: 2,
        drifted: 1,
        failing: 0,
        progressing: 1,
        behind: 0,
        stale: 0,
        unknown: 1,
        healthy: 0,
      });
      expect(await shown('sort=-name')).toBe('echo delta charlie bravo alpha');
      expect(await shown('sort=worst')).toBe('alpha delta charlie echo bravo');
      expect(await shown('states=drifted&states=unknown')).toBe('charlie echo');
      expect(await shown('owners=group:default/odd')).toBe('alpha bravo');
      expect(await shown('text=R')).toBe('bravo charlie');
      expect(await shown('text=%25')).toBe('');
      expect(await shown('environments=production&states=healthy')).toBe(
        'alpha',
      );
      expect(await shown('environments=development')).toBe('alpha');

      let pages = '';
      let cursor: string | undefined;
      do {
        const { body } = await get(
          `/fleet?sort=worst&limit=2${cursor ? `&cursor=${cursor}` : ''}`,
        ).expect(200);
        pages += `${body.items.map((each: any) => each.title).join(' ')} | `;
        cursor = body.nextCursor;
      } while (cursor);
      expect(pages).toBe('alpha delta | charlie echo | bravo | ');
    },
  );

  it('pages the lists of an entity', async () => {
    const catalog = new FakeCatalog([service('shop')]);
    const digits = Array.from({ length: 25 }, (_, index) =>
      (index + 160).toString(16),
    );
    const { get, page } = await begin('SQLITE_3', {
      items: [
        ...line(...digits),
        branch(digits[24]),
        ...digits.map((each, index) =>
          run(each, {
            createdAt: new Date(Date.UTC(2026, 10, 2, 0, index)).toISOString(),
          }),
        ),
        prod('shop'),
        ...digits.map((_, index) => deployment('argocd/shop-prod', index)),
      ],
      catalog,
    });
    await page(
      'shop',
      ({ changes, history }) =>
        changes.items.length === 15 && history.items.length === 10,
    );
    for (const [list, total] of [
      ['changes', 25],
      ['runs', 25],
      ['history', 25],
    ] as const) {
      const seen = new Set<string>();
      let path = `/entities/default/component/shop/${list}?limit=10`;
      for (;;) {
        const { body } = await get(path).expect(200);
        body.items.forEach((each: any) => seen.add(each.id ?? each.commit.sha));
        if (!body.nextCursor) {
          break;
        }
        path = `/entities/default/component/shop/${list}?limit=10&cursor=${body.nextCursor}`;
      }
      expect(seen.size).toBe(total);
      await get(
        `/entities/default/component/shop/${list}?cursor=nonsense`,
      ).expect(400);
    }
  });

  it("tells of a folder's configuration, whatever came after it in the repository", async () => {
    const desired = (digits: string) => [
      {
        url: 'https://github.com/acme/gitops.git',
        path: './apps/shop/chart',
        files: ['apps/shop/values-prod.yaml'],
        revision: sha(digits),
      },
    ];
    const chart = 'apps/shop/chart';
    const values = 'apps/shop/values-prod.yaml';
    const config = (digits: string, before: string[], paths: string[]) =>
      commit(digits, before, {
        repository: GITOPS,
        subject: `Configure ${digits}`,
        committedAt: `2026-11-01T09:0${digits[1]}:00.000Z`,
        paths,
        trailers: {
          'argocd-reference-commit-sha': [
            sha(paths.includes(values) ? 'a' : 'b'),
          ],
        },
      });
    const items = [
      ...line('a', 'b'),
      branch('b'),
      artifact('1.0.0', 'a'),
      artifact('1.1.0', 'b'),
      config('c1', [], [chart]),
      config('c2', ['c1'], [values]),
      config('c3', ['c2'], ['apps/cart']),
      config('c4', ['c3'], [chart]),
      config('c5', ['c4'], ['apps/cart']),
    ];
    const own = prod('shop', { desired: desired('c5') });
    const { source, store, page, get } = await begin('SQLITE_3', {
      items: [
        ...items,
        own,
        ...['c5', 'c3', 'c1'].map((digits, index) =>
          deployment('argocd/shop-prod', 2 - index, {
            desired: desired(digits),
            revisions: [sha(digits)],
            outcome: 'succeeded',
          }),
        ),
      ],
      catalog: new FakeCatalog([service('shop')]),
    });
    const { repositories } = await eventually(
      () => store.interests.load(),
      each => each.repositories.length === 2,
    );
    expect(repositories[1]).toMatchObject({ paths: [chart, values] });
    const alone = await page('shop', ({ history }) => history.items.length > 2);
    expect(alone.lanes[2].targets[0]).toMatchObject({
      configurationCommit: { subject: 'Configure c4' },
      desired: [{ revision: sha('c5') }],
    });
    expect(alone.history.items).toMatchObject([
      { configurationCommit: { subject: 'Configure c4' } },
      {
        configurationCommit: { subject: 'Configure c2' },
        to: { label: '1.0.0' },
      },
      {
        configurationCommit: { subject: 'Configure c1' },
        to: { label: '1.1.0' },
      },
    ]);

    // From now on another service is made from the same chart, and its commits may speak of that.
    const other = { files: ['apps/shop/values-cart.yaml'] };
    source.tell({
      type: 'observed',
      scope: 'all',
      items: [prod('cart', { desired: [{ ...desired('c5')[0], ...other }] })],
    });
    const shared = await page(
      'shop',
      ({ history }) =>
        history.items[2].type === 'deployment' &&
        history.items[2].to?.unknownBecause !== undefined,
    );
    expect(shared.history.items[1]).toMatchObject({ to: { label: '1.0.0' } });
    await get('/entities/default/component/cart').expect(404);
  });

  it('looks details up for who may, of what is theirs, within the deadline', async () => {
    const catalog = new FakeCatalog([
      service('shop'),
      service('mirror', {
        owner: 'group:default/web',
        annotations: { 'argocd/app-name': 'shop-prod' },
      }),
    ]);
    const details: DeliverySource['details'] = {
      logs: async (_, { query }) => ({
        kind: 'logs',
        text: `logs of ${query?.pod}`,
        truncated: false,
      }),
      pods: async () => {
        throw new Error('nonsense');
      },
    };
    const { get, page } = await begin('SQLITE_3', {
      items: [prod('shop')],
      catalog,
      details,
    });
    await page('shop', ({ lanes }) => lanes.length > 0);
    await page('mirror', ({ lanes }) => lanes.length > 0);
    const id = itemId(SOURCE, 'target', 'argocd/shop-prod');
    const shop = 'entity=component:default/shop';
    const { body } = await get(
      `/targets/${id}/details/logs?${shop}&pod=shop-1`,
    ).expect(200);
    expect(body).toEqual({
      kind: 'logs',
      text: 'logs of shop-1',
      truncated: false,
    });
    await get(
      `/targets/${id}/details/logs?entity=component:default/mirror`,
    ).expect(403);
    await get(`/targets/${id}/details/diff?${shop}`).expect(404);
    await get(`/targets/${id}/details/nonsense?${shop}`).expect(400);
    await get(`/targets/${id}/details/logs?${shop}&token=x`).expect(400);
    await get(`/targets/${id}/details/logs`).expect(400);
  });

  it('asks for permissions of their own for details and sources', async () => {
    const catalog = new FakeCatalog([service('shop')]);
    const { get, page } = await begin('SQLITE_3', {
      items: [prod('shop')],
      catalog,
      denied: ['delivery.details.read', 'delivery.sources.read'],
    });
    await page('shop', ({ lanes }) => lanes.length > 0);
    const id = itemId(SOURCE, 'target', 'argocd/shop-prod');
    const answers = [
      await get(`/targets/${id}/details/logs?entity=component:default/shop`),
      await get('/sources'),
    ];
    expect(answers.map(each => each.status)).toEqual([403, 403]);
  });

  it('shows nothing of an unbacked claim where it is to give nothing', async () => {
    const catalog = new FakeCatalog([service('shop')]);
    const { page } = await begin('SQLITE_3', {
      items: [application('shop-prod'), branch('a'), ...line('a')],
      catalog,
      config: {
        linking: { trust: { unbacked: 'nothing', repositories: ['*'] } },
      },
    });
    const shown = await page(
      'shop',
      ({ state, warnings }) => state === 'ready' && warnings.length > 1,
    );
    expect(shown.lanes).toEqual([]);
    expect(shown.warnings.map(each => each.message).join()).toContain(
      'shows nothing',
    );
  });
});
