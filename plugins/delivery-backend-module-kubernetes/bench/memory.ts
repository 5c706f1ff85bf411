import { fork } from 'node:child_process';
import { resolve } from 'node:path';
import { ConfigReader } from '@backstage/config';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { readKubernetesConfig } from '../src/config/readKubernetesConfig';
import { createKubernetesProvider } from '../src/createKubernetesProvider';

/**
 * Measures what the observation of large clusters holds in memory once all is listed and watched:
 *
 *   node --expose-gc --max-semi-space-size=16 --import tsx bench/memory.ts [clusters] [deployments of each] [pods of each deployment]
 *
 * The sizes of the design (40 clusters, 12,000 workloads, 100,000 pods) unless told.
 */
const given = process.argv.slice(2).map(Number);
const [clusters, deployments, pods] = [
  given[0] || 40,
  given[1] || 313,
  given[2] || 8,
];

const logger: LoggerService = {
  error() {},
  warn() {},
  info() {},
  debug() {},
  child: () => logger,
};

function memory() {
  globalThis.gc?.();
  globalThis.gc?.();
  const { rss, heapUsed, external, arrayBuffers } = process.memoryUsage();
  return { rss, held: heapUsed + external + arrayBuffers };
}

const mb = (bytes: number) => `${(bytes / 1024 / 1024).toFixed(1)} MB`;

async function main() {
  const child = fork(
    resolve(__dirname, 'clusters.ts'),
    [String(deployments), String(pods)],
    { execArgv: ['--import', 'tsx'] },
  );
  const port = await new Promise(ready => child.once('message', ready));
  const config = await readKubernetesConfig(
    new ConfigReader({
      delivery: {
        kubernetes: {
          clusters: Array.from({ length: clusters }, (_, number) => ({
            name: `cluster-${number}`,
            url: `http://127.0.0.1:${port}/${number}`,
            token: 'bench',
          })),
        },
      },
    }),
  );
  const before = memory();
  const began = Date.now();
  const stop = new AbortController();
  let peak = 0;
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss);
  }, 50);
  let items = 0;
  const running: Promise<void>[] = [];
  const listed = createKubernetesProvider(config).sources.map(
    source =>
      new Promise<void>(done => {
        const observe = async () => {
          for await (const told of source.observe({
            signal: stop.signal,
            logger,
            reason: 'start',
            interests: { version: '1', repositories: [], images: [] },
            hints: [],
            countCall() {},
          })) {
            if (told.type === 'observed') {
              items += told.items.length;
            } else if (told.type === 'checkpoint') {
              done();
            }
          }
        };
        running.push(observe());
      }),
  );
  await Promise.race([Promise.all(listed), Promise.all(running)]);
  const seconds = (Date.now() - began) / 1000;
  await new Promise(settled => setTimeout(settled, 2_000));
  clearInterval(watch);
  const after = memory();
  const count = clusters * deployments * pods;
  const held = after.held - before.held;
  console.log(
    [
      `${clusters} clusters, ${
        clusters * deployments
      } workloads, ${count} pods, ${items} items`,
      `first collection  ${seconds.toFixed(1)} s`,
      `held              ${mb(held)} (${Math.round(
        held / count,
      )} bytes per pod, workloads, revisions and connections included)`,
      `resident          ${mb(after.rss - before.rss)} more than before; ${mb(
        peak - before.rss,
      )} at most`,
    ].join('\n'),
  );
  stop.abort();
  await Promise.all(running);
  child.disconnect();
}

main().catch(error => {
  console.error(error);
  process.exitCode = 1;
});
