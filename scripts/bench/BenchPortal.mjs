import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../lib/paths.mjs';
import { Program } from './Program.mjs';
import { seconds, until } from './wait.mjs';

const BACKEND = join(root, 'packages/backend');
const START_MS = 120_000;

/** The portal's backend in production mode, as a process that can be measured and killed. */
export class BenchPortal {
  #token;

  /** @param options - runtime, configs, port, logFile, withDelivery, and whether to sample the heap */
  constructor(options) {
    const { port } = options;
    Object.assign(this, options);
    this.base = `http://127.0.0.1:${port}`;
  }

  /** Starts it; answers with the seconds until it was ready to be asked. */
  async start() {
    const begun = performance.now();
    this.#token = undefined;
    this.program = new Program('the portal', {
      node: this.runtime.node,
      env: {
        ...this.runtime.env,
        NODE_ENV: 'production',
        LOG_LEVEL: 'info',
        ...(this.sampleHeap ? { BENCH_HEAP: '1' } : {}),
      },
      cwd: BACKEND,
      args: [
        '--require',
        join(root, 'node_modules/@backstage/cli-node/config/nodeTransform.cjs'),
        this.withDelivery
          ? join(BACKEND, 'src/index.ts')
          : portalWithoutDelivery(),
        ...this.configs.flatMap(file => ['--config', file]),
      ],
      logFile: this.logFile,
    });
    await until(
      'The start of the portal',
      async () => {
        this.requireAlive();
        const response = await fetch(
          `${this.base}/.backstage/health/v1/readiness`,
          { signal: AbortSignal.timeout(3_000) },
        );
        await response.arrayBuffer();
        return response.ok;
      },
      {
        timeoutMs: START_MS,
        everyMs: 100,
        hint: `What it printed is in ${this.logFile}.`,
      },
    );
    return seconds(begun);
  }

  requireAlive() {
    if (this.program.ended) {
      throw Object.assign(
        new Error(
          `The portal ended by itself; what it printed is in ${this.logFile}.`,
        ),
        { final: true },
      );
    }
  }

  async stop(signal) {
    await this.program?.stop(signal);
  }

  async headers() {
    if (!this.#token || Date.now() > this.#token.until) {
      const response = await fetch(`${this.base}/api/auth/guest/refresh`, {
        headers: { 'x-requested-with': 'XMLHttpRequest' },
      });
      if (!response.ok) {
        throw new Error(`Signing in as a guest answered ${response.status}`);
      }
      const { backstageIdentity } = await response.json();
      this.#token = {
        value: backstageIdentity.token,
        until: Date.now() + 20 * 60_000,
      };
    }
    return { authorization: `Bearer ${this.#token.value}` };
  }

  async token() {
    await this.headers();
    return this.#token.value;
  }

  async get(path) {
    this.requireAlive();
    const response = await fetch(`${this.base}${path}`, {
      headers: await this.headers(),
      signal: AbortSignal.timeout(30_000),
    });
    if (!response.ok) {
      const text = await response.text();
      throw new Error(
        `${path} answered ${response.status}: ${text.slice(0, 300)}`,
      );
    }
    return response.json();
  }

  /** How many components the catalog has. */
  async components() {
    const { totalItems } = await this.get(
      '/api/catalog/entities/by-query?limit=0&filter=kind=component',
    );
    return totalItems;
  }

  /** Memory after its garbage was collected, in MB; `needed` is what is resident without the pages that V8 keeps free. */
  async memory() {
    const { rss, rssNeeded, heapUsed, external } = await this.program.ask(
      'memory',
    );
    const mb = bytes => Math.round(bytes / 1024 / 1024);
    return {
      resident: mb(rss),
      needed: mb(rssNeeded),
      heap: mb(heapUsed),
      external: mb(external),
      peak: this.program.resident()?.peak,
    };
  }
}

/** The same portal without the plugin: what memory is compared with. */
function portalWithoutDelivery() {
  const folder = join(BACKEND, 'dist');
  mkdirSync(folder, { recursive: true });
  const source = readFileSync(join(BACKEND, 'src/index.ts'), 'utf8');
  const without = source.replace(
    /backend\.add\(\s*import\('@throughline[^;]*;/g,
    '',
  );
  if (without === source) {
    throw new Error(
      'packages/backend/src/index.ts adds no plugin of @throughline any more: the baseline would be the portal itself',
    );
  }
  const file = join(folder, 'without-delivery.ts');
  writeFileSync(file, without.replaceAll("import('./", "import('../src/"));
  return file;
}
