import {
  TestDatabases,
  type TestDatabaseId,
} from '@backstage/backend-test-utils';
import { QueryGatherer } from './QueryGatherer';

jest.setTimeout(60_000);

describe('QueryGatherer', () => {
  const databases = TestDatabases.create();

  async function setUp(databaseId: TestDatabaseId) {
    const knex = await databases.init(databaseId);
    await knex.schema.createTable('things', table => {
      table.string('id', 10).primary();
      table.string('colour', 10);
      table.integer('size');
    });
    await knex('things').insert(
      ['a', 'b', 'c', 'd', 'e', 'f'].map((id, size) => ({
        id,
        colour: size % 2 ? 'red' : 'blue',
        size,
      })),
    );
    const statements: string[] = [];
    knex.on('query', ({ sql }) => statements.push(sql));
    const ofColour = (colour: string, limit: number) =>
      knex('things')
        .where({ colour })
        .orderBy('size', 'desc')
        .limit(limit)
        .select('id', 'size');
    const { ask } = new QueryGatherer(knex);
    return { ask, knex, statements, ofColour };
  }

  it.each(databases.eachSupportedId())(
    'asks at once, and gives each query its own answer, %s',
    async databaseId => {
      const { ask, knex, statements, ofColour } = await setUp(databaseId);
      const questions = [
        ask(ofColour('red', 2)),
        ask(ofColour('blue', 1)),
        ask(ofColour('green', 5)),
        ask(knex('things').whereIn('id', ['a']).select('colour')),
        ask(ofColour('red', 1)),
      ];
      expect(await Promise.all(questions)).toEqual([
        [
          { id: 'f', size: 5 },
          { id: 'd', size: 3 },
        ],
        [{ id: 'e', size: 4 }],
        [],
        [{ colour: 'blue' }],
        [{ id: 'f', size: 5 }],
      ]);
      // What has other columns is another statement.
      expect(statements).toHaveLength(2);
    },
  );

  it.each(databases.eachSupportedId())(
    'asks for more than one statement holds in several, %s',
    async databaseId => {
      const { ask, statements, ofColour } = await setUp(databaseId);
      const answers = await Promise.all(
        Array.from({ length: 120 }, (_, index) =>
          ask(ofColour(index % 2 ? 'red' : 'blue', 1)),
        ),
      );
      expect(answers[0]).toEqual([{ id: 'e', size: 4 }]);
      expect(answers[119]).toEqual([{ id: 'f', size: 5 }]);
      expect(statements).toHaveLength(3);
    },
  );

  it.each(databases.eachSupportedId())(
    'lets a query that is wrong cost itself only, %s',
    async databaseId => {
      const { ask, knex, ofColour } = await setUp(databaseId);
      const [good, wrong] = await Promise.allSettled([
        ask(ofColour('red', 1)),
        ask(knex('nothing').select('id', 'size')),
      ]);
      expect(good).toMatchObject({ value: [{ id: 'f', size: 5 }] });
      expect(wrong.status).toBe('rejected');
    },
  );
});
