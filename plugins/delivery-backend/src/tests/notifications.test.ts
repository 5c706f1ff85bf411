import { TestDatabases } from '@backstage/backend-test-utils';
import { eventually } from '../__testUtils__/eventually';
import { itemId } from '../store';
import { FakeOperator } from './FakeOperator';
import { FakeSource } from './FakeProvider';
import { startOperate } from '../__testUtils__/operateHarness';
import { application, entity } from './world';

jest.setTimeout(60_000);

const SOURCE = 'argocd:test';
const LABEL = 'backstage.io/kubernetes-id';

describe('notifications', () => {
  const databases = TestDatabases.create();

  it.each(databases.eachSupportedId())(
    'tell actor and owner how an operation ended, once, %s',
    async databaseId => {
      const source = new FakeSource(SOURCE, [
        application('shop-staging', { labels: { [LABEL]: 'shop' } }),
      ]);
      const operator = new FakeOperator();
      source.operators = [operator];
      const harness = await startOperate(await databases.init(databaseId), {
        source,
        links: 1,
        entity: entity('shop', {
          owner: 'group:default/shop',
          annotations: { 'argocd/app-name': 'shop-staging' },
        }),
        config: {},
      });
      try {
        const { body } = await harness
          .as('dev', ['group:default/shop'])
          .post('/operations', {
            type: 'sync',
            entityRef: 'component:default/shop',
            targetIds: [itemId(SOURCE, 'target', 'argocd/shop-staging')],
            idempotencyKey: 'one',
          });
        operator.progress.set(body.id, { state: 'succeeded' });
        await eventually(() => expect(harness.told).toHaveLength(1));
        expect(harness.told[0]).toMatchObject({
          recipients: {
            type: 'entity',
            entityRef: ['user:default/dev', 'group:default/shop'],
          },
          payload: { topic: 'delivery:operation-finished', scope: body.id },
        });
      } finally {
        await harness.stop();
      }
    },
  );
});
