import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { createBackendModule } from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import type {
  EntityDelivery,
  FleetPage,
  SourcesPage,
} from '@throughline/plugin-delivery-common';
import {
  deliveryProvidersExtensionPoint,
  type DeliveryProvider,
  type ObservedItem,
} from '@throughline/plugin-delivery-node';
import request from 'supertest';
import deliveryPlugin from '../index';
import { FakeSource, fakeProvider } from './FakeProvider';
import {
  application,
  artifact,
  branch,
  deployment,
  digest,
  entity,
  line,
  pullRequest,
  run,
  sha,
  workload,
} from './world';

const PAGE = '/api/delivery/entities/default/component';

const CONFIG = {
  delivery: {
    environments: [
      { name: 'development' },
      { name: 'production', production: true },
    ],
    linking: { trust: { repositories: ['github.com/acme/*'] } },
  },
};

const ENTITIES = [
  entity('checkout', {
    annotations: {
      'argocd/app-name': 'checkout-dev,checkout-prod',
      'github.com/project-slug': 'acme/checkout',
    },
  }),
  entity('mirror', {
    owner: 'group:default/web',
    annotations: { 'argocd/app-name': 'checkout-prod' },
  }),
  entity('style-guide', { owner: 'group:default/web' }),
];

const label = { 'backstage.io/kubernetes-id': 'checkout' };

function items(): ObservedItem[] {
  const [c1, c2, c3] = line('a1', 'a2', 'a3');
  return [
    c1,
    { ...c2, pullRequest: 7 },
    c3,
    branch('a3'),
    run('a3'),
    pullRequest(7),
    artifact('1.0.0', 'a1'),
    artifact('1.1.0', 'a3'),
    application('checkout-dev', {
      labels: label,
      images: [{ repository: artifact('x', 'a3').repository, tag: '1.1.0' }],
    }),
    application('checkout-prod', {
      labels: label,
      manages: [
        {
          group: 'apps',
          kind: 'Deployment',
          namespace: 'checkout-prod',
          name: 'checkout',
        },
      ],
    }),
    workload('checkout', {
      namespace: 'checkout-prod',
      images: [
        {
          repository: artifact('x', 'a1').repository,
          digest: digest('a1'),
        },
      ],
    }),
    deployment('argocd/checkout-prod', 3),
    deployment('argocd/checkout-prod', 4),
  ];
}

async function start(options: {
  items?: ObservedItem[];
  entities?: Entity[];
  config?: object;
  permissions?: ReturnType<typeof mockServices.permissions.mock>;
  source?: FakeSource;
  provider?: Partial<DeliveryProvider>;
}) {
  const source =
    options.source ?? new FakeSource('argocd:test', options.items ?? items());
  const backend = await startTestBackend({
    features: [
      deliveryPlugin,
      mockServices.rootConfig.factory({ data: options.config ?? CONFIG }),
      catalogServiceMock.factory({ entities: options.entities ?? ENTITIES }),
      ...(options.permissions ? [options.permissions.factory] : []),
      createBackendModule({
        pluginId: 'delivery',
        moduleId: 'fake',
        register(env) {
          env.registerInit({
            deps: { providers: deliveryProvidersExtensionPoint },
            async init({ providers }) {
              providers.addProvider(fakeProvider([source], options.provider));
            },
          });
        },
      }),
    ],
  });
  const get = (path: string) =>
    request(backend.server)
      .get(path)
      .set('authorization', mockCredentials.user.header());
  const until = async <T>(
    path: string,
    holds: (body: T) => boolean,
  ): Promise<T> => {
    for (let attempt = 0; attempt < 200; attempt++) {
      const { body, status } = await get(path);
      if (status === 200 && holds(body)) {
        return body;
      }
      await new Promise(resolve => setTimeout(resolve, 50));
    }
    const { body, status } = await get(path);
    throw new Error(`It did not come: ${status} ${JSON.stringify(body)}`);
  };
  return { backend, source, get, until };
}

const isReady = (page: EntityDelivery) =>
  page.state === 'ready' &&
  page.lanes.length > 0 &&
  page.history.items.length > 1;

describe('the delivery plugin', () => {
  it('serves a page with what its sources told', async () => {
    const { backend, get, until } = await start({});
    try {
      const page = await until<EntityDelivery>(`${PAGE}/checkout`, isReady);

      const [development, production] = page.lanes;
      expect(development.environment.name).toBe('development');
      expect(development.version).toMatchObject({
        label: '1.1.0',
        commit: { sha: sha('a3') },
        evidence: { certainty: 'inferred' },
      });
      expect(production.version).toMatchObject({
        label: '1.0.0',
        commit: { sha: sha('a1') },
        evidence: { certainty: 'certain' },
      });
      expect(production.behind).toEqual({
        environment: 'development',
        changes: 2,
      });
      expect(production.notOnMain).toBe(0);
      expect(production.targets).toHaveLength(1);
      expect(production.targets[0].workloads).toHaveLength(1);
      expect(page.build).toMatchObject({
        commit: { sha: sha('a3') },
        run: { pipeline: 'ci' },
        artifact: { image: { tag: '1.1.0' } },
      });
      expect(page.changes.items.map(each => each.commit.sha)).toEqual(
        ['a3', 'a2', 'a1'].map(sha),
      );
      expect(page.changes.items[1]).toMatchObject({
        pullRequest: { number: 7 },
        reach: [
          { environment: 'development', state: 'here' },
          { environment: 'production', state: 'notYet' },
        ],
      });
      expect(page.history.items.map(each => each.type)).toEqual([
        'deployment',
        'deployment',
        'gap',
      ]);
      expect(page.sources).toMatchObject([
        { id: 'argocd:test', state: 'fresh' },
      ]);

      const first = await get(`${PAGE}/checkout`);
      await get(`${PAGE}/checkout`)
        .set('if-none-match', first.headers.etag)
        .expect(304);
      await get('/api/delivery/openapi.json').expect(200);
    } finally {
      await backend.stop();
    }
  });

  it('gives another team that claims a target its status only', async () => {
    const { backend, get, until } = await start({});
    try {
      const page = await until<EntityDelivery>(
        `${PAGE}/mirror`,
        ({ lanes }) => lanes.length > 0,
      );
      const [, { targets, version }] = page.lanes;
      expect(version).toBeUndefined();
      expect(targets).toHaveLength(1);
      expect(Object.keys(targets[0]).sort()).toEqual([
        'access',
        'health',
        'id',
        'link',
        'name',
        'resource',
        'sharedWith',
        'sourceId',
        'sync',
        'type',
      ]);
      expect(targets[0]).toMatchObject({
        access: 'statusOnly',
        link: { trust: 'unbacked' },
      });
      expect(page.history.items).toEqual([]);
      expect(page.changes.items).toEqual([]);
      expect(page.warnings.map(each => each.message).join()).toContain(
        'status only',
      );
      await get(
        `/api/delivery/targets/${targets[0].id}/details/logs?entity=component:default/mirror`,
      ).expect(403);
    } finally {
      await backend.stop();
    }
  });

  it('hides entities that the reader may not see', async () => {
    const permissions = mockServices.permissions.mock({
      authorize: async requests =>
        requests.map(() => ({ result: AuthorizeResult.ALLOW })),
      authorizeConditional: async requests =>
        requests.map(() => ({ result: AuthorizeResult.DENY })),
    });
    const { backend, get, until } = await start({ permissions });
    try {
      await until<SourcesPage>('/api/delivery/sources', page =>
        page.sources.some(each => each.state === 'fresh'),
      );
      await get(`${PAGE}/checkout`).expect(404);
      await get(`${PAGE}/checkout/history`).expect(404);
      const fleet = await get('/api/delivery/fleet').expect(200);
      expect(fleet.body).toMatchObject({ items: [], total: 0, owners: [] });
      const sources = await get('/api/delivery/sources').expect(200);
      expect(JSON.stringify(sources.body.unplaced)).not.toContain('checkout');
    } finally {
      await backend.stop();
    }
  });

  it('lists the fleet', async () => {
    const { backend, get, until } = await start({});
    try {
      const fleet = await until<FleetPage>(
        '/api/delivery/fleet?states=behind',
        page => page.items.length === 1,
      );
      expect(fleet.items[0]).toMatchObject({
        entityRef: 'component:default/checkout',
        owner: 'group:default/payments',
        cells: [
          { environment: 'development', version: '1.1.0' },
          { environment: 'production', version: '1.0.0', behind: 2 },
        ],
      });
      await get('/api/delivery/fleet?states=nonsense').expect(400);
      await get('/api/delivery/fleet?cursor=nonsense').expect(400);
    } finally {
      await backend.stop();
    }
  });

  it('says of an entity without anything what was tried', async () => {
    const { backend, get, until } = await start({});
    try {
      const page = await until<EntityDelivery>(
        `${PAGE}/style-guide`,
        ({ state }) => state === 'nothingLinked',
      );
      expect(page.tried.join()).toContain('backstage.io/kubernetes-id');
      await get(`${PAGE}/nobody`).expect(404);
    } finally {
      await backend.stop();
    }
  });

  it('takes genuine webhooks and refuses others', async () => {
    const { backend } = await start({
      provider: {
        webhook: async ({ headers, body }) =>
          headers['x-token'] === 'right'
            ? {
                type: 'hints',
                deliveryId: body.toString(),
                hints: [{ sourceId: 'argocd:test', hint: { subject: 'x' } }],
              }
            : { type: 'rejected', reason: 'the token is wrong' },
      },
    });
    try {
      const send = (path: string, token: string) =>
        request(backend.server)
          .post(`/api/delivery/webhooks/${path}`)
          .set('x-token', token)
          .set('content-type', 'application/json')
          .send('{"not": "parsed"');
      const answers = [
        await send('argocd', 'right'),
        await send('argocd', 'right'),
        await send('argocd', 'wrong'),
        await send('other', 'right'),
      ];
      expect(answers.map(each => each.status)).toEqual([202, 202, 401, 404]);
    } finally {
      await backend.stop();
    }
  });

  it('reads no more webhooks of a sender who was refused too often', async () => {
    const webhook = jest.fn(async () => ({
      type: 'rejected' as const,
      reason: 'the token is wrong',
    }));
    const { backend, get } = await start({ provider: { webhook } });
    try {
      const send = () =>
        request(backend.server)
          .post('/api/delivery/webhooks/argocd')
          .send('forged');
      let answer = await send();
      while (answer.status === 401 && webhook.mock.calls.length < 100) {
        answer = await send();
      }
      expect(answer.status).toBe(429);
      expect(Number(answer.headers['retry-after'])).toBeGreaterThanOrEqual(1);
      expect(answer.headers.connection).toBe('close');
      const judged = webhook.mock.calls.length;
      await send().expect(429);
      expect(webhook).toHaveBeenCalledTimes(judged);
      await get('/api/delivery/sources').expect(200);
    } finally {
      await backend.stop();
    }
  });

  it('refuses a configuration that is wrong', async () => {
    await expect(
      start({
        config: {
          delivery: { environments: [{ name: 'a', follows: ['b'] }] },
        },
      }),
    ).rejects.toThrow(/delivery\.environments\[0\]\.follows\[0\]/);
  });
});
