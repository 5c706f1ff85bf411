import { randomUUID } from 'node:crypto';
import { expect } from '@playwright/test';
import type {
  EntityOperations,
  HistoryEntry,
  OperationView,
} from '@throughline/plugin-delivery-common';
import { sqliteDatabase } from './support/databases';
import { freePorts } from './support/freePorts';
import { pagePath, Portal } from './support/Portal';
import { portalConfig, promotingConfig } from './support/portalConfig';
import type { SandboxWorld } from './support/SandboxWorld';
import { seconds, test } from './support/stage';
import { tell, until } from './support/until';
import { writtenFor } from './support/writtenFor';

const SERVICE = 'checkout';
const MAYA = 'user:default/maya';
const SOON = { timeoutMs: 45_000, everyMs: 20 };

test.describe('a promotion whose backend is killed', () => {
  let database: ReturnType<typeof sqliteDatabase>;
  let portal: Portal;

  test.beforeEach(() => {
    database = sqliteDatabase();
  });

  test.afterEach(async ({ stage: { sandbox } }) => {
    await turnAll(sandbox, {});
    await portal?.stop();
    await database.remove();
  });

  const operation = (id: string) =>
    portal.get<OperationView>(`/api/delivery/operations/${id}`, { user: MAYA });

  test('once it is asked for, once it is written and while it is followed, comes once', async ({
    stage: { sandbox },
    reference,
  }) => {
    test.setTimeout(180_000);
    const begun = performance.now();
    const [port] = await freePorts(1);
    const { forge } = sandbox.urls;
    ['catalog', 'delivery'].forEach(plugin =>
      database.copy(plugin, reference.database),
    );
    portal = new Portal(
      'The portal that is killed',
      port,
      portalConfig({ port, database: database.config }),
      reference.systems,
      promotingConfig(sandbox.urls, [MAYA]),
    );
    await portal.start();
    await until(
      'The offer of a promotion',
      async () => {
        const { promotions } = await portal.get<EntityOperations>(
          `${pagePath(SERVICE)}/operations`,
          { user: MAYA },
        );
        return promotions.some(
          ({ environment, offer }) =>
            environment === 'staging' && !offer.disabledBecause,
        );
      },
      SOON,
    );
    const { id, to } = await portal.get<OperationView>(
      '/api/delivery/operations',
      {
        user: MAYA,
        body: {
          type: 'promote',
          entityRef: `component:default/${SERVICE}`,
          environment: 'staging',
          idempotencyKey: randomUUID(),
        },
      },
    );
    await portal.kill();

    await portal.start();
    await until(
      'The commit',
      async () => (await writtenFor(forge, id)).length > 0,
      SOON,
    );
    await portal.kill();

    // What cannot be looked at is followed until it can, and says so: it is this backend that follows it.
    await turnAll(sandbox, { errorRate: 1 });
    await portal.start();
    const followed = await until(
      'That it is followed',
      async () => {
        const seen = await operation(id);
        return /is known as of/.test(seen.message ?? '') && seen;
      },
      SOON,
    );
    await portal.kill();
    expect(followed.steps[0].state).toBe('succeeded');
    expect(followed.steps.at(-1)?.state).toBe('running');

    await turnAll(sandbox, {});
    await portal.start();
    const ended = await until(
      'Its end',
      async () => {
        const seen = await operation(id);
        return seen.finishedAt !== undefined && seen;
      },
      SOON,
    );
    expect([ended.state, ended.message]).toEqual(['succeeded', undefined]);
    expect(ended.commits).toEqual(await writtenFor(forge, id));
    expect(ended.commits).toHaveLength(1);
    const { lanes } = await portal.page(SERVICE);
    const staging = lanes.find(
      ({ environment }) => environment.name === 'staging',
    );
    expect(staging).toMatchObject({
      version: { label: to },
      health: { status: 'healthy' },
    });
    const told = await until(
      'Its place in the history',
      async () => {
        const history = await portal.list<HistoryEntry>(SERVICE, 'history');
        const own = history.filter(entry => JSON.stringify(entry).includes(id));
        return own.length > 0 && own;
      },
      SOON,
    );
    expect(told).toHaveLength(1);
    tell(
      `killed three times, ${SERVICE} runs ${to} in staging by one commit, ${seconds(
        performance.now() - begun,
      )} after the first start`,
    );
  });
});

/** Sets the faults of all that tells how a service fares outside of production. */
async function turnAll(
  sandbox: SandboxWorld,
  faults: Record<string, unknown>,
): Promise<void> {
  for (const listener of ['argocd-nonprod', 'kubernetes']) {
    await sandbox.turn(listener, faults);
  }
}
