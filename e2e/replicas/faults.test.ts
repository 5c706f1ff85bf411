import { expect } from '@playwright/test';
import type { FleetPage } from '@throughline/plugin-delivery-common';
import type { FaultyRoute } from './support/FaultyRoute';
import type { Portal } from './support/Portal';
import type { SandboxWorld } from './support/SandboxWorld';
import { seconds, test } from './support/stage';
import { inWords, timesOf } from './support/times';
import { tell, until } from './support/until';

/** What can be wrong with an Argo CD, each with another of the three, while the one before recovers. */
const FAULTS = [
  { what: 'refuses connections', instance: 'large', dial: undefined },
  { what: 'hangs', instance: 'prod', dial: { hang: true } },
  { what: 'answers 500', instance: 'nonprod', dial: { errorRate: 1 } },
  { what: 'answers HTML', instance: 'large', dial: { html: true } },
  { what: 'answers half a JSON', instance: 'prod', dial: { halfJson: true } },
];

/** Noise of a machine that does other things as well; a page that waited for an upstream takes seconds. */
const NOISE_MS = 50;
const SLOWEST_MS = 2000;

test.describe('one of three Argo CD instances', () => {
  for (const { what, instance, dial } of FAULTS) {
    test(`${what}: pages are as fast as before and tell what is stale`, async ({
      stage: { sandbox },
      reference: { portal, routes },
    }) => {
      test.setTimeout(150_000);
      const source = `argocd:${instance}`;
      const components = await portal.components();
      expect(Object.keys(routes)).toHaveLength(3);
      const recovering = await fresh(portal, source);
      const before = await timesOf(portal, components);

      const begunAt = Date.now();
      await breakIt(sandbox, routes[instance], instance, dial);
      try {
        const during = await timesOf(portal, components);
        const { lastSuccessAt, error } = await until(
          `That ${source} is stale`,
          async () =>
            (
              await portal.sources()
            ).find(({ id, state }) => id === source && state === 'stale'),
          { timeoutMs: 60_000 },
        );
        const staleAfter = Date.now() - begunAt;
        const after = await timesOf(portal, components);

        expect(Date.parse(lastSuccessAt!)).toBeLessThan(begunAt + 2000);
        expect(error?.message).toBeTruthy();
        await expectStale(portal, components, { source, recovering });
        for (const { median, slowest } of [during, after]) {
          expect(median).toBeLessThan(2 * before.median + NOISE_MS);
          expect(slowest).toBeLessThan(SLOWEST_MS);
        }
        tell(
          `${source} ${what}: stale after ${seconds(staleAfter)} (${
            error!.message
          }); pages before ${inWords(before)}; at once ${inWords(
            during,
          )}; stale ${inWords(after)}`,
        );
      } finally {
        await mend(sandbox, routes[instance], instance, dial);
      }
    });
  }

  test('is fresh again, on every page, once it answers', async ({
    reference: { portal, routes },
  }) => {
    test.setTimeout(150_000);
    for (const instance of Object.keys(routes)) {
      await fresh(portal, `argocd:${instance}`);
    }
    for (const name of await portal.components()) {
      const { lanes } = await portal.page(name);
      expect(lanes.filter(({ staleSince }) => staleSince)).toEqual([]);
    }
  });
});

type Dial = Record<string, unknown> | undefined;

async function breakIt(
  sandbox: SandboxWorld,
  route: FaultyRoute,
  instance: string,
  dial: Dial,
): Promise<void> {
  if (!dial) {
    route.refuse();
    return;
  }
  await sandbox.turn(`argocd-${instance}`, dial);
  route.cut();
}

async function mend(
  sandbox: SandboxWorld,
  route: FaultyRoute,
  instance: string,
  dial: Dial,
): Promise<void> {
  if (dial) {
    await sandbox.turn(`argocd-${instance}`, {});
    // What hangs would do so for as long as its deadline lasts.
    route.cut();
  } else {
    await route.accept();
  }
}

/** Expects that what the source told is marked everywhere with its age, and what others told is not. */
async function expectStale(
  portal: Portal,
  components: readonly string[],
  { source, recovering }: { source: string; recovering: readonly string[] },
): Promise<void> {
  const stale = new Set<string>();
  const unsettled = new Set<string>();
  for (const name of components) {
    const { lanes, sources } = await portal.page(name);
    for (const { environment, targets, staleSince } of lanes) {
      const key = `component:default/${name} ${environment.name}`;
      if (targets.some(({ sourceId }) => recovering.includes(sourceId))) {
        unsettled.add(key);
        continue;
      }
      for (const target of targets) {
        expect(
          target.staleSince !== undefined,
          `${name}: ${target.name} of ${target.sourceId} is marked`,
        ).toBe(target.sourceId === source);
      }
      if (targets.some(({ sourceId }) => sourceId === source)) {
        const shown = sources.find(({ id }) => id === source);
        expect(shown).toMatchObject({ state: 'stale' });
        expect(shown?.lastSuccessAt).toBe(staleSince);
        stale.add(key);
      } else {
        expect(staleSince).toBeUndefined();
      }
    }
  }
  expect(stale.size).toBeGreaterThan(0);

  const fleet = await portal.get<FleetPage>('/api/delivery/fleet?limit=200');
  expect(
    cellsOf(fleet)
      .filter(({ key, staleSince }) => staleSince && !unsettled.has(key))
      .map(({ key }) => key)
      .sort(),
  ).toEqual([...stale].sort());
  expect(fleet.counts.stale).toBeGreaterThan(0);
  // A service that counts as healthy does so for an environment that is fresh.
  const green = await portal.get<FleetPage>(
    '/api/delivery/fleet?limit=200&states=healthy',
  );
  const healthy = new Set(
    cellsOf(green)
      .filter(({ health, staleSince }) => health === 'healthy' && !staleSince)
      .map(({ entityRef }) => entityRef),
  );
  expect(
    green.items.filter(({ entityRef }) => !healthy.has(entityRef)),
  ).toEqual([]);
}

function cellsOf({ items }: FleetPage) {
  return items.flatMap(({ entityRef, cells }) =>
    cells.map(cell => ({
      ...cell,
      entityRef,
      key: `${entityRef} ${cell.environment}`,
    })),
  );
}

/** Waits until the source is fresh; returns the ids of those that are not. */
async function fresh(portal: Portal, source: string): Promise<string[]> {
  return until(
    `That ${source} is fresh`,
    async () => {
      const stale = (await portal.sources())
        .filter(({ state }) => state !== 'fresh')
        .map(({ id }) => id);
      return !stale.includes(source) && stale;
    },
    { timeoutMs: 90_000 },
  );
}
