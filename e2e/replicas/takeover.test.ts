import { expect } from '@playwright/test';
import type {
  ChangeView,
  HistoryEntry,
  RunView,
  SourceDetails,
} from '@throughline/plugin-delivery-common';
import {
  POSTGRES,
  postgresDatabase,
  type TestDatabase,
} from './support/databases';
import { freePorts } from './support/freePorts';
import { doubled, type Knowledge, settled } from './support/knowledge';
import { Portal } from './support/Portal';
import { portalConfig, sandboxConfig } from './support/portalConfig';
import { pushTo } from './support/pushTo';
import { COMPONENTS, seconds, test } from './support/stage';
import { sleep, tell, until } from './support/until';

const WINDOW_MS = 10_000;
const TAKEOVER_MS = 30_000;

test.describe('two replicas on one PostgreSQL', () => {
  const server = process.env[POSTGRES];
  let database: TestDatabase | undefined;
  const portals: Portal[] = [];

  test.beforeAll(() => {
    if (process.env.THROUGHLINE_REQUIRE_POSTGRES && !server) {
      throw new Error(
        `PostgreSQL is required here, and ${POSTGRES} does not name one`,
      );
    }
  });

  test.afterEach(async () => {
    await Promise.all(portals.map(portal => portal.stop()));
    await database?.remove();
  });

  test('collect each source once, and one goes on where the other was killed', async ({
    stage,
  }) => {
    test.skip(!server, `PostgreSQL is not at hand: set ${POSTGRES}`);
    test.setTimeout(300_000);
    const { sandbox, webhookPort } = stage;
    database = await postgresDatabase(server!);
    const [port] = await freePorts(1);
    const systems = sandboxConfig(sandbox.urls);
    // The forge's webhooks reach the second one, which does not collect until the first one is dead.
    for (const [name, ownPort] of [
      ['The first replica', port],
      ['The second replica', webhookPort],
    ] as const) {
      portals.push(
        new Portal(
          name,
          ownPort,
          portalConfig({ port: ownPort, database: database.config }),
          systems,
        ),
      );
    }
    const [first, second] = portals;
    await first.start();
    await second.start();
    const before = await settled(second, {
      timeoutMs: 120_000,
      components: COMPONENTS,
    });
    const holders = holdersOf(await second.sources());
    expect([...holders.keys()]).toEqual([expect.any(String)]);
    const withTwo = await requestsWithin(sandbox);

    let pushed = [pushTo(sandbox.urls.forge, 'before')];
    await sleep(3000);
    const killedAt = Date.now();
    await first.kill();
    pushed = [...pushed, pushTo(sandbox.urls.forge, 'while nobody looks')];
    const [dead] = holders.keys();
    const taken = await until(
      'The takeover',
      async () => {
        const sources = await second.sources();
        return (
          sources.every(
            ({ holder, state, lastSuccessAt }) =>
              holder !== undefined &&
              holder !== dead &&
              state === 'fresh' &&
              Date.parse(lastSuccessAt ?? '') > killedAt,
          ) && sources
        );
      },
      { timeoutMs: TAKEOVER_MS },
    );
    expect(holdersOf(taken).size).toBe(1);
    tell(
      `${taken.length} sources have a new holder and are fresh ${seconds(
        Date.now() - killedAt,
      )} after the kill`,
    );
    pushed = [...pushed, pushTo(sandbox.urls.forge, 'after')];

    await until(
      'The arrival of all that was pushed',
      async () => {
        const runs = await second.list<RunView>('checkout', 'runs');
        return pushed.every(sha =>
          runs.some(
            run => run.commit?.sha === sha && run.status.status === 'succeeded',
          ),
        );
      },
      { timeoutMs: 90_000, everyMs: 1000 },
    );
    tell(
      `what was pushed before, during and after has arrived ${seconds(
        Date.now() - killedAt,
      )} after the kill`,
    );
    const after = await settled(second, {
      timeoutMs: 90_000,
      components: COMPONENTS,
    });
    expectNothingLost(before, after);
    expectNothingDoubled(after);

    const { changes, runs, history } = after.entities.checkout as {
      changes: ChangeView[];
      runs: RunView[];
      history: HistoryEntry[];
    };
    for (const sha of pushed) {
      expect(changes.filter(({ commit }) => commit.sha === sha)).toHaveLength(
        1,
      );
      expect(runs.filter(({ commit }) => commit?.sha === sha)).toHaveLength(1);
    }
    const told = history.filter(
      entry =>
        entry.type === 'deployment' && entry.targetName === 'checkout-dev',
    );
    const upstream = await sandbox.argoHistory('checkout-dev');
    for (const { revision } of upstream) {
      expect(
        told.filter(
          entry =>
            entry.type === 'deployment' && entry.revisions.includes(revision),
        ),
      ).toHaveLength(1);
    }
    tell(
      `all ${upstream.length} deployments that Argo CD remembers of checkout-dev are told once, and ${told.length} in all`,
    );

    const withOne = await requestsWithin(sandbox);
    tell(
      `requests to the systems in ${seconds(WINDOW_MS)}: ${brief(
        withTwo,
      )} by two replicas, ${brief(withOne)} by the one that is left`,
    );
    for (const [listener, count] of Object.entries(withTwo)) {
      // Twice as many would be doubled; a pass more or less falls into a window.
      expect(count).toBeLessThanOrEqual(1.5 * (withOne[listener] ?? 0) + 6);
    }
  });
});

function holdersOf(sources: SourceDetails[]): Map<string | undefined, number> {
  const holders = new Map<string | undefined, number>();
  sources.forEach(({ holder }) =>
    holders.set(holder, (holders.get(holder) ?? 0) + 1),
  );
  return holders;
}

async function requestsWithin(sandbox: {
  requests(): Promise<Record<string, number>>;
}): Promise<Record<string, number>> {
  const before = await sandbox.requests();
  await sleep(WINDOW_MS);
  const after = await sandbox.requests();
  return Object.fromEntries(
    Object.entries(after)
      .map(([name, count]) => [name, count - (before[name] ?? 0)] as const)
      .filter(([, count]) => count > 0),
  );
}

/** What is history or was built stays; what the world has changed since may differ. */
function expectNothingLost(before: Knowledge, after: Knowledge): void {
  for (const [name, entity] of Object.entries(before.entities)) {
    for (const list of ['history', 'runs'] as const) {
      const known = new Set(idsOf(after.entities[name][list]));
      expect(
        idsOf(entity[list]).filter(id => !known.has(id)),
        `${list} of ${name} that were lost`,
      ).toEqual([]);
    }
  }
}

function expectNothingDoubled(knowledge: Knowledge): void {
  for (const [name, { history, runs, changes }] of Object.entries(
    knowledge.entities,
  )) {
    const shas = (changes as ChangeView[]).map(({ commit }) => commit.sha);
    expect(doubled(idsOf(history)), `history of ${name}`).toEqual([]);
    expect(doubled(idsOf(runs)), `runs of ${name}`).toEqual([]);
    expect(doubled(shas), `changes of ${name}`).toEqual([]);
    const deployments = (history as HistoryEntry[]).flatMap(entry =>
      entry.type === 'deployment' && entry.startedAt
        ? `${entry.targetId} ${entry.startedAt} ${entry.revisions.join()}`
        : [],
    );
    expect(doubled(deployments), `deployments of ${name}`).toEqual([]);
  }
}

function idsOf(items: unknown[]): string[] {
  return (items as { id: string }[]).map(({ id }) => id);
}

function brief(counts: Record<string, number>): string {
  return Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');
}
