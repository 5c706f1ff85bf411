// Measures the portal at full size: `yarn bench`. What each figure means: docs/benchmarks.md.
import { spawn } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { addressesFrom, allPorts } from './bench/addresses.mjs';
import { BenchSandbox } from './bench/BenchSandbox.mjs';
import { postgresDatabase, sqliteDatabase } from './bench/databases.mjs';
import { notesOf, tableOf } from './bench/figures.mjs';
import { measurePortal } from './bench/measurePortal.mjs';
import { killAll } from './bench/Program.mjs';
import { HELP, readOptions } from './bench/readOptions.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { ensureNode } from './lib/node.mjs';
import { dataFolder } from './lib/paths.mjs';
import { requireFree } from './lib/ports.mjs';
import { say } from './lib/say.mjs';

const options = readOptions(process.argv.slice(2));
if (options.help) {
  say(HELP);
  process.exit(0);
}
const runtime = ensureNode();
if (runtime.node !== process.execPath) {
  // The benchmark itself speaks WebSocket, which older versions of Node do not.
  const child = spawn(runtime.node, process.argv.slice(1), {
    stdio: 'inherit',
    env: runtime.env,
  });
  ['SIGINT', 'SIGTERM', 'SIGHUP'].forEach(signal =>
    process.on(signal, () => child.kill(signal)),
  );
  child.on('exit', code => process.exit(code ?? 1));
} else {
  ensureInstalled(runtime);
  await bench();
}

async function bench() {
  const ports = addressesFrom(options.port);
  await requireFree(
    allPorts(ports).map(port => ({
      port,
      what: 'the benchmark',
      mend: 'End that program (another benchmark?), or choose others: yarn bench --port 18000',
    })),
  );
  const folder = join(dataFolder, 'bench');
  const logs = join(folder, 'logs');
  const profiles = join(folder, 'profiles');
  rmSync(logs, { recursive: true, force: true });
  [logs, profiles].forEach(each => mkdirSync(each, { recursive: true }));

  const databases = chooseDatabases(folder);
  const sandbox = new BenchSandbox({
    runtime,
    ports,
    folder: join(folder, 'sandbox'),
    logFile: join(logs, 'sandbox.log'),
  });
  const portals = new Set();
  const runs = [];
  let ending = false;
  const cleanUp = async () => {
    await Promise.all([...portals].map(portal => portal.stop('SIGKILL')));
    await sandbox.stop();
    killAll();
    for (const database of databases) {
      await database.remove().catch(error => say(`✖ ${error.message}`));
    }
    rmSync(join(folder, 'sandbox'), { recursive: true, force: true });
  };
  const end = async code => {
    if (!ending) {
      ending = true;
      await cleanUp();
      process.exit(code);
    }
  };
  process.on('exit', killAll);
  ['SIGINT', 'SIGTERM', 'SIGHUP'].forEach(signal =>
    process.on(signal, () => {
      say('\nStopping …');
      end(130);
    }),
  );

  try {
    say(
      `Starting a world of ${options.services} services on ${options.clusters} clusters, with ${options.pods} pods …`,
    );
    await sandbox.start(options);
    for (const database of databases) {
      await database.prepare();
      const results = await measurePortal({
        database,
        folder,
        logs,
        options,
        portals,
        profiles,
        runtime,
        sandbox,
        say,
      });
      runs.push({ title: database.title, results });
      await database.remove();
    }
  } catch (error) {
    if (!ending) {
      say(`\n✖ ${error.message}`);
      report(runs);
      await end(1);
    }
    return;
  }
  report(runs);
  await end(runs.some(({ results }) => results.failures.length > 0) ? 1 : 0);
}

function chooseDatabases(folder) {
  const databases = [];
  if (options.database !== 'postgres') {
    databases.push(sqliteDatabase(folder));
  }
  if (options.database !== 'sqlite') {
    const connection = process.env.BENCH_POSTGRES;
    if (connection) {
      databases.push(postgresDatabase(connection));
    } else {
      say(
        'PostgreSQL is left out: BENCH_POSTGRES does not name one (postgresql://user:password@host:5432/postgres, a user who may create databases).',
      );
    }
  }
  if (databases.length === 0) {
    process.exit(1);
  }
  return databases;
}

function report(runs) {
  if (runs.length === 0) {
    return;
  }
  const machine = `${cpus().length} cores (${cpus()[0]?.model}), ${Math.round(
    totalmem() / 2 ** 30,
  )} GB, Node ${process.versions.node}`;
  const size = `${options.services} services, ${
    options.services * 3
  } applications on 3 instances of Argo CD, ${options.clusters} clusters, ${
    options.pods
  } pods`;
  say(`\n${size}\n${machine}, shared with the sandbox\n`);
  tableOf(runs).forEach(say);
  say('');
  runs.flatMap(notesOf).forEach(say);
  if (options.quick) {
    say(
      '\nThe goals are for the full size: these numbers only show that it runs.',
    );
  }
  if (options.json) {
    writeFileSync(
      options.json,
      JSON.stringify(
        {
          at: new Date().toISOString(),
          machine,
          options: { ...options, only: [...options.only] },
          runs,
        },
        undefined,
        2,
      ),
    );
    say(`All figures are in ${options.json}.`);
  }
}
