import { join } from 'node:path';
import { BenchPortal } from './BenchPortal.mjs';
import { measureChurn, measureLive } from './measures/changes.mjs';
import { waitForCollection } from './measures/collection.mjs';
import { measureFleet } from './measures/fleet.mjs';
import { measurePages } from './measures/pages.mjs';
import { measureSources } from './measures/sources.mjs';
import { watchOthers } from './processorTime.mjs';
import { compareWithArgo } from './truth.mjs';
import { seconds, sleep, until } from './wait.mjs';
import { writeConfig } from './writeConfig.mjs';
import { root } from '../lib/paths.mjs';

const CATALOG_MS = 900_000;

/** Measures the portal on one database. A figure that cannot be had is told, and costs only itself. */
export async function measurePortal(context) {
  const { database, options, sandbox, say, portals } = context;
  const { only } = options;
  const results = { failures: [], others: {} };
  const portal = (withDelivery, sources) => {
    const made = new BenchPortal({
      runtime: context.runtime,
      configs: [
        join(root, 'app-config.yaml'),
        writeConfig(context.folder, {
          ports: sandbox.ports,
          clusters: options.clusters,
          database,
          sources,
        }),
      ],
      port: sandbox.ports.portal,
      logFile: join(context.logs, `portal-${database.client}.log`),
      withDelivery,
      sampleHeap: options.profile,
    });
    portals.add(made);
    return made;
  };
  const attempt = async (name, work) => {
    if (!only.has(name)) {
      return;
    }
    say(`${database.title}: ${name} …`);
    const others = watchOthers();
    try {
      await work();
      results.others[name] = others();
    } catch (error) {
      results.failures.push(`${name}: ${error.message}`);
      say(`  ✖ ${error.message}`);
    }
  };
  const profiled = async (running, name, work) => {
    if (!options.profile) {
      return work();
    }
    await running.program.ask('startProfile');
    try {
      return await work();
    } finally {
      if (!running.program.ended) {
        await running.program.ask('stopProfile', {
          file: join(context.profiles, `${database.client}-${name}.cpuprofile`),
        });
      }
    }
  };

  const plain = portal(false);
  await fillCatalog(plain, context, results);
  await attempt('memory', async () => {
    await plain.start();
    const cores = await coresWhile(plain, () =>
      sleep(options.settleSeconds * 1000),
    );
    results.memory = { without: { ...(await plain.memory()), cores } };
    await plain.stop();
  });

  const full = portal(true);
  say(`${database.title}: collection …`);
  results.startSeconds = await full.start();
  // While modules are loaded nobody is answered anyway.
  await full.program.ask('stalls');
  const others = watchOthers();
  const first = await profiled(full, 'collection', () =>
    waitForCollection(full, options, { timeoutMs: options.collectionMs }),
  );
  results.first = {
    ...first,
    peakMb: full.program.resident()?.peak,
    stalls: await full.program.ask('stalls'),
  };
  results.others.collection = others();
  say(`  ${JSON.stringify(results.first)}`);

  const begun = performance.now();
  const before = await sandbox.requests();
  await attempt('pages', async () => {
    results.pages = await profiled(full, 'pages', () =>
      measurePages(full, options),
    );
  });
  await attempt('fleet', async () => {
    results.fleet = await profiled(full, 'fleet', () =>
      measureFleet(full, options),
    );
  });
  await attempt('upstream', async () => {
    await sleep(Math.max(0, options.windowSeconds - seconds(begun)) * 1000);
    const after = await sandbox.requests();
    const minutes = seconds(begun) / 60;
    results.upstream = Object.fromEntries(
      Object.entries(after).map(([system, count]) => [
        system,
        (count - before[system]) / minutes,
      ]),
    );
  });
  await attempt('live', async () => {
    results.live = await measureLive(full, sandbox, options);
  });
  await attempt('churn', async () => {
    results.churn = await profiled(full, 'churn', () =>
      measureChurn(full, sandbox, options, say),
    );
  });
  await attempt('restart', async () => {
    results.restart = await restart(full, context);
  });
  await attempt('memory', async () => {
    if (!only.has('restart')) {
      await restart(full, context);
    }
    const cores = await coresWhile(full, () =>
      sleep(options.settleSeconds * 1000),
    );
    const withPlugin = { ...(await full.memory()), cores };
    if (options.profile) {
      await full.program.ask('writeHeap', {
        file: join(context.profiles, `${database.client}.heapprofile`),
      });
    }
    const { without } = results.memory;
    results.memory.with = withPlugin;
    results.memory.added = {
      resident: withPlugin.resident - without.resident,
      needed: withPlugin.needed - without.needed,
      heap: withPlugin.heap - without.heap,
      cores: withPlugin.cores - without.cores,
    };
    say(`  ${JSON.stringify(results.memory)}`);
  });
  await full.stop();
  await attempt('sources', async () => {
    results.sources = await measureSources({
      portalWith: kinds => portal(true, kinds),
      profiled,
      sandbox,
      options,
    });
    say(`  ${JSON.stringify(results.sources)}`);
  });
  return results;
}

/** How many cores the portal uses on average meanwhile. */
async function coresWhile(portal, work) {
  const begun = performance.now();
  const before = portal.program.cpuSeconds();
  await work();
  return (portal.program.cpuSeconds() - before) / seconds(begun);
}

/** The portal without the plugin ingests the catalog, so that what follows starts from one that is ready. */
async function fillCatalog(
  plain,
  { database, sandbox, say, options },
  results,
) {
  say(`${database.title}: the catalog …`);
  const begun = performance.now();
  await plain.start();
  const wanted = await sandbox.components();
  await until('The catalog', async () => (await plain.components()) >= wanted, {
    timeoutMs: CATALOG_MS,
    hint: `It should hold ${wanted} components. See ${plain.logFile}.`,
  });
  results.catalogSeconds = seconds(begun);
  await sleep(Math.min(10, options.settleSeconds) * 1000);
  await plain.stop();
}

/** Killed at once, while the world goes on; started again, it has to find out what it has missed. */
async function restart(full, { sandbox, options }) {
  await full.stop('SIGKILL');
  await sandbox.churn(20);
  await sleep(3_000);
  await sandbox.churn(0);
  const startSeconds = await full.start();
  const ready = performance.now();
  const { times, cpu } = await waitForCollection(full, options, {
    timeoutMs: options.collectionMs,
  });
  const comparison = {};
  await until(
    'That pages agree with Argo CD after the restart',
    async () => {
      Object.assign(
        comparison,
        await compareWithArgo(full, sandbox.ports, options.services),
      );
      return comparison.different.length === 0;
    },
    { timeoutMs: 120_000, everyMs: 1_000 },
  );
  return {
    startSeconds,
    times,
    cpu,
    rightSeconds: times.rest ?? seconds(ready),
  };
}
