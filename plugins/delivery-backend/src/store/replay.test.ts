import { TestDatabases } from '@backstage/backend-test-utils';
import type {
  Observation,
  ObservedItem,
} from '@throughline/plugin-delivery-node';
import fc from 'fast-check';
import type { Knex } from 'knex';
import { commit, deployment, target } from '../__testUtils__/items';
import { createTestStore } from '../__testUtils__/createTestStore';
import type { Store } from './createStore';
import { sourceLease } from './SourceStore';

jest.setTimeout(120_000);

/** What a source tells between two checkpoints. */
type Episode = Observation[];

const name = fc.constantFrom('a', 'b', 'c', 'd', 'e');
const scope = fc.constantFrom('one', 'two');

const item: fc.Arbitrary<ObservedItem> = fc.oneof(
  fc
    .tuple(name, fc.constantFrom('1', '2', '3'))
    .map(([key, version]) => target(key, { labels: { version } })),
  fc
    .tuple(name, fc.constantFrom('running', 'succeeded', 'failed'))
    .map(([key, outcome]) =>
      deployment(`${key}/1`, {
        targetKey: key,
        outcome: outcome as 'running' | 'succeeded' | 'failed',
      }),
    ),
  fc
    .tuple(fc.constantFrom('abc1234', 'def5678'), fc.subarray(['', 'x', 'y']))
    .map(([digits, paths]) => commit(digits, { paths })),
);

const listing: fc.Arbitrary<Episode> = fc
  .tuple(
    scope,
    fc.array(fc.array(item, { maxLength: 4 }), { maxLength: 4 }),
    fc.option(name),
  )
  .map(([of, pages, unreadable]) => [
    { type: 'listing', scope: of },
    ...pages.map(
      (items): Observation => ({ type: 'observed', scope: of, items }),
    ),
    ...(unreadable
      ? [
          {
            type: 'malformed',
            scope: of,
            item: { kind: 'target', key: unreadable, description: unreadable },
            reason: 'unreadable',
          } as const,
        ]
      : []),
    { type: 'listed', scope: of },
  ]);

const changes: fc.Arbitrary<Episode> = fc
  .tuple(scope, fc.array(item, { maxLength: 3 }), fc.array(name))
  .map(([of, items, gone]) => [
    { type: 'observed', scope: of, items },
    {
      type: 'vanished',
      scope: of,
      items: gone.map(key => ({ kind: 'target', key })),
    },
  ]);

const story = fc.array(fc.oneof(listing, changes), {
  minLength: 1,
  maxLength: 8,
});

/** For each batch its size, and whether the process dies before, in or after its write. */
const schedule = fc.array(
  fc.record({
    size: fc.integer({ min: 1, max: 6 }),
    fate: fc.oneof(
      { weight: 4, arbitrary: fc.constant('lives' as const) },
      {
        weight: 1,
        arbitrary: fc.constantFrom(
          'diesBefore' as const,
          'diesWithin' as const,
          'diesAfter' as const,
        ),
      },
    ),
  }),
  { minLength: 5, maxLength: 30 },
);

describe('a source that is told again after a crash', () => {
  const databases = TestDatabases.create();

  async function open(store: Store, sourceId: string) {
    const names = [sourceLease(sourceId)];
    const [lease] = await store.leases.acquire(names);
    return () => store.openWriter({ sourceId, strategy: 'watch', lease });
  }

  async function tellStraight(
    store: Store,
    sourceId: string,
    episodes: Episode[],
  ): Promise<void> {
    const writer = await (await open(store, sourceId))();
    for (const [index, episode] of episodes.entries()) {
      await writer.write([
        ...episode,
        { type: 'checkpoint', cursor: `${index + 1}` },
      ]);
    }
  }

  async function tellWithCrashes(
    store: Store,
    sourceId: string,
    episodes: Episode[],
    batches: { size: number; fate: string }[],
  ): Promise<void> {
    const openWriter = await open(store, sourceId);
    const fates = [...batches];
    for (;;) {
      const writer = await openWriter();
      const rest = episodes
        .slice(Number(writer.cursor ?? 0))
        .flatMap((episode, index): Observation[] => [
          ...episode,
          {
            type: 'checkpoint',
            cursor: `${Number(writer.cursor ?? 0) + index + 1}`,
          },
        ]);
      let alive = true;
      while (alive && rest.length > 0) {
        const { size, fate } = fates.shift() ?? { size: 1000, fate: 'lives' };
        const batch = rest.splice(0, size);
        if (fate === 'diesWithin') {
          await expect(
            writer.write([...batch, { type: 'listed', scope: 'not begun' }]),
          ).rejects.toThrow();
        } else if (fate !== 'diesBefore') {
          await writer.write(batch);
        }
        alive = fate === 'lives';
      }
      if (alive) {
        return;
      }
    }
  }

  async function state(knex: Knex, sourceId: string): Promise<unknown> {
    const of = (table: string) =>
      knex(table).where('source_id', sourceId).orderBy('key');
    return {
      targets: await of('targets').select('key', 'scope', 'data'),
      deployments: await of('deployments').select('key', 'data'),
      commits: await of('commits').select('key', 'data'),
      paths: await knex('commit_paths')
        .join('commits', 'commits.id', 'commit_paths.commit_id')
        .where('source_id', sourceId)
        .orderBy(['key', 'path'])
        .select('key', 'path'),
      counts: (
        await knex('source_counts')
          .where('source_id', sourceId)
          .where('count', '>', 0)
          .orderBy('kind')
      ).map(({ kind, count }) => [kind, Number(count)]),
      source: await knex('sources').where('id', sourceId).first('cursor'),
    };
  }

  it.each(databases.eachSupportedId())(
    'is in the end as if nothing had happened, %s',
    async databaseId => {
      const knex = await databases.init(databaseId);
      const store = await createTestStore(knex);
      let round = 0;
      await fc.assert(
        fc.asyncProperty(story, schedule, async (episodes, batches) => {
          round++;
          await tellStraight(store, `straight:${round}`, episodes);
          await tellWithCrashes(store, `crashed:${round}`, episodes, batches);
          expect(await state(knex, `crashed:${round}`)).toEqual(
            await state(knex, `straight:${round}`),
          );
        }),
        { numRuns: databaseId === 'SQLITE_3' ? 120 : 25, seed: 1123 },
      );
    },
  );
});
