import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { eventually } from '../__testUtils__/eventually';
import { operationsAccess } from '../__testUtils__/operationsAccess';
import { createTestStore } from '../__testUtils__/createTestStore';
import { createDelivery, readDeliveryConfig } from '../createDelivery';
import { ProviderRegistry } from '../ProviderRegistry';
import { createPageBuilder } from '../read/createPageBuilder';
import { askAtOnce } from '../store';
import { FakeSource, fakeProvider } from './FakeProvider';
import {
  application,
  artifact,
  branch,
  commit,
  deployment,
  digest,
  entity,
  GITOPS,
  line,
  pullRequest,
  run,
  sha,
  TRUST_ALL,
  workload,
} from './world';

jest.setTimeout(60_000);

const NAMES = ['shop', 'cart', 'search', 'users', 'pay'];

/** Services of which no two have the same, two of them with a repository of their own, and one with hardly anything. */
const ITEMS = NAMES.flatMap((name, index) => {
  const image = `registry.example.com/acme/${name}`;
  const repository = `github.com/acme/${name}`;
  const own = index < 2 ? repository : 'github.com/acme/all';
  const item = application(`${name}-prod`, {
    labels: { 'backstage.io/kubernetes-id': name },
    images: [{ repository: image, tag: `1.${index}.0` }],
    desired: [
      {
        url: 'https://github.com/acme/gitops.git',
        path: `apps/${name}`,
        targetRevision: 'main',
        revision: sha(`c${index}`),
      },
    ],
    manages: [{ group: 'apps', kind: 'Deployment', namespace: name, name }],
  });
  if (name === 'pay') {
    return [item];
  }
  return [
    item,
    workload(name, {
      images: [
        { repository: image, tag: `1.${index}.0`, digest: digest(`a${index}`) },
      ],
    }),
    ...line(`${index}a`, `${index}b`, `${index}c`).map(each => ({
      ...each,
      key: `${own}@${each.sha}`,
      repository: own,
      pullRequest: index + 1,
    })),
    { ...branch(`${index}c`, own), key: `${own}:${name}` },
    commit(`c${index}`, [], {
      repository: GITOPS,
      paths: [`apps/${name}`],
      subject: `Deploy ${name}`,
    }),
    run(`${index}b`, { repository: own, key: `${name}-run` }),
    {
      ...pullRequest(index + 1),
      repository: own,
      key: `${own}#${index + 1}`,
    },
    artifact(`1.${index}.0`, `${index}b`, {
      key: `${image}@${digest(`a${index}`)}`,
      repository: image,
      digest: digest(`a${index}`),
      sourceRepository: own,
    }),
    ...[0, 1, 2].map(sequence =>
      deployment(`argocd/${name}-prod`, sequence, {
        revisions: [sha(sequence === 2 ? `c${index}` : 'c9')],
        desired: item.desired,
      }),
    ),
  ];
});

describe('pages that are built together', () => {
  const databases = TestDatabases.create();

  it.each(databases.eachSupportedId())(
    'are those that are built one by one, %s',
    async databaseId => {
      const knex = await databases.init(databaseId);
      const store = await createTestStore(knex, { leaseRenewMs: 50 });
      const registry = new ProviderRegistry();
      registry.addProvider(
        fakeProvider([new FakeSource('argocd:test', ITEMS)]),
      );
      const config = {
        ...readDeliveryConfig(
          new ConfigReader({ delivery: { linking: { trust: TRUST_ALL } } }),
        ),
        catalogPollMs: 100,
      };
      const entities = NAMES.map((name, index) =>
        entity(name, {
          annotations: {
            'argocd/app-name': `${name}-prod`,
            'github.com/project-slug': index < 2 ? `acme/${name}` : 'acme/all',
          },
        }),
      );
      const delivery = await createDelivery({
        store,
        registry,
        config,
        catalog: catalogServiceMock({ entities }),
        auth: mockServices.auth(),
        permissions: mockServices.permissions.mock(),
        signals: { publish: async () => {} },
        notifications: { send: async () => {} },
        ...operationsAccess(),
        auditor: mockServices.auditor.mock(),
        logger: mockServices.logger.mock(),
        notices: async () => [],
      });
      await delivery.start();
      await eventually(async () => {
        expect(await knex('pages').select()).toHaveLength(NAMES.length);
        expect(await knex('dirty_pages').select()).toHaveLength(0);
        expect(await knex('changes').select()).toHaveLength(0);
      });
      await delivery.stop();

      const records = {
        knex,
        environments: config.environments,
        linking: config.linking,
        claims: {
          slugHost: config.slugHost,
          sourceIds: new Set(['argocd:test']),
          environments: config.environments.map(each => each.name),
          trust: config.linking.trust,
        },
      };
      const refs = [
        ...NAMES.map(name => `component:default/${name}`),
        'component:default/nobody',
      ];
      let statements = 0;
      knex.on('query', () => (statements += 1));
      const alone = createPageBuilder(records, askAtOnce);
      const together = createPageBuilder(records);
      const expected = [];
      for (const ref of refs) {
        expected.push(await alone.build(ref));
      }
      expect(expected.at(-1)).toBeUndefined();
      const [shop] = expected;
      expect(JSON.parse(shop!.page.body)).toMatchObject({
        history: { items: [{}, {}, {}] },
        runs: { items: [{}] },
        changes: { items: [{}, {}, {}] },
      });

      const oneByOne = statements;
      statements = 0;
      expect(await Promise.all(refs.map(ref => together.build(ref)))).toEqual(
        expected,
      );
      // How many wait for one another to be asked together is a matter of time.
      expect(statements).toBeLessThan(oneByOne / 2);
      // The worker has built them together as well.
      const stored = await knex('pages').select().orderBy('entity_ref');
      expect(stored).toEqual(
        expected
          .flatMap(each => each?.page ?? [])
          .sort((a, b) => (a.entity_ref < b.entity_ref ? -1 : 1)),
      );
    },
  );
});
