import { MIXED_SOURCES } from '../mixedSources.mjs';
import { watchOthers } from '../processorTime.mjs';
import { Pushes } from '../Pushes.mjs';
import { seconds, sleep } from '../wait.mjs';
import { waitForCollection } from './collection.mjs';
import { measureViewers, visitAllPages } from './pages.mjs';

const CHANGES_PER_SECOND = 5;
const PUSH_EVERY_MS = 5_000;
const COLLECTION_MS = 300_000;

/**
 * Entity pages while the world changes: by a portal with Argo CD, Kubernetes, a forge and a registry, and by one with
 * twenty sources more, of mixed kinds. The world does the same both times, whoever looks at it.
 *
 * @param context - `portalWith` makes the portal that has `four` or `mixed` kinds of sources
 */
export async function measureSources(context) {
  const four = await measureOne('four', context);
  const mixed = await measureOne('mixed', context);
  const added = mixed.fresh - four.fresh;
  if (added < MIXED_SOURCES) {
    throw new Error(
      `Only ${added} of the ${MIXED_SOURCES} sources that were added have collected: ${JSON.stringify(
        mixed.sources,
      )}`,
    );
  }
  return { four, mixed };
}

async function measureOne(kinds, { portalWith, profiled, sandbox, options }) {
  const portal = portalWith(kinds);
  await portal.start();
  try {
    // Until the twenty have collected for the first time; monitoring never comes to rest.
    await waitForCollection(portal, options, {
      timeoutMs: Math.min(options.collectionMs, COLLECTION_MS),
    });
    await visitAllPages(portal, options);
    const pushes = new Pushes(sandbox);
    await sandbox.churn(CHANGES_PER_SECOND);
    pushes.start(PUSH_EVERY_MS);
    try {
      // A push takes some 20 seconds from the commit to the last controller.
      await sleep(options.churnSeconds * 1000);
      const before = await sandbox.requests();
      const cpu = portal.program.cpuSeconds();
      const begun = performance.now();
      await sleep(options.churnSeconds * 1000);
      const cores = (portal.program.cpuSeconds() - cpu) / seconds(begun);
      const pages = await profiled(portal, `sources-${kinds}`, async () => {
        await portal.program.ask('stalls');
        const others = watchOthers();
        const viewers = await measureViewers(portal, {
          services: options.services,
          seconds: options.churnSeconds,
        });
        return {
          ...viewers,
          others: others(),
          stalls: await portal.program.ask('stalls'),
        };
      });
      const after = await sandbox.requests();
      const minutes = seconds(begun) / 60;
      return {
        ...pages,
        cores,
        pushes: pushes.count,
        calls: Object.fromEntries(
          Object.entries(after).map(([system, count]) => [
            system,
            Math.round((count - before[system]) / minutes),
          ]),
        ),
        ...(await sourcesOf(portal)),
      };
    } finally {
      await sandbox.churn(0).catch(() => {});
      await pushes.stop();
    }
  } finally {
    await portal.stop();
  }
}

/** How many sources there are of each system, and how many of all are fresh. */
async function sourcesOf(portal) {
  const { sources } = await portal.get('/api/delivery/sources?limit=200');
  const bySystem = Object.groupBy(sources, ({ system }) => system);
  return {
    fresh: sources.filter(({ state }) => state === 'fresh').length,
    sources: Object.fromEntries(
      Object.entries(bySystem).map(([system, of]) => [system, of.length]),
    ),
  };
}
