import { TestDatabases } from '@backstage/backend-test-utils';
import { createTestStore } from '../__testUtils__/createTestStore';
import { eventually } from '../__testUtils__/eventually';

jest.setTimeout(60_000);

describe('DatabaseInterestsStore', () => {
  const databases = TestDatabases.create();

  it.each(databases.eachSupportedId())(
    'tells other replicas of changes, and of nothing else, %s',
    async databaseId => {
      const knex = await databases.init(databaseId);
      const one = (await createTestStore(knex, { replica: 'one' })).interests;
      const two = (await createTestStore(knex, { replica: 'two' })).interests;
      expect(await one.load()).toEqual({
        version: '',
        repositories: [],
        images: [],
        pipelines: [],
      });
      const heard: string[] = [];
      const stop = two.onChange(({ version }) => heard.push(version));
      try {
        const interests = (version: string) => ({
          version,
          repositories: [],
          images: [{ repository: 'registry.example/a', references: ['1'] }],
          pipelines: [],
        });
        await one.save(interests('1'));
        await one.save(interests('1'));
        await eventually(() => expect(heard).toEqual(['1']));
        await one.save(interests('2'));
        await eventually(() => expect(heard).toEqual(['1', '2']));
        expect(await two.load()).toEqual(interests('2'));
      } finally {
        stop();
      }
    },
  );
});
