import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../lib/paths.mjs';
import { answers } from '../lib/ready.mjs';

const BACKEND = join(root, 'packages/backend');

/** The portal's backend in production mode, as a process that can be measured and killed. */
export class BenchPortal {
  constructor({ runtime, configs, port, logFile, withDelivery = true }) {
    Object.assign(this, { runtime, configs, port, logFile, withDelivery });
    this.base = `http://127.0.0.1:${port}`;
  }

  async start({ timeoutMs = 300_000 } = {}) {
    const log = createWriteStream(this.logFile, { flags: 'a' });
    this.child = spawn(
      this.runtime.node,
      [
        '--require',
        require_('@backstage/cli-node/config/nodeTransform.cjs'),
        this.withDelivery ? join(BACKEND, 'src/index.ts') : baseline(),
        ...this.configs.flatMap(file => ['--config', file]),
      ],
      {
        cwd: BACKEND,
        env: { ...this.runtime.env, NODE_ENV: 'production', LOG_LEVEL: 'info' },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    this.child.stdout.pipe(log);
    this.child.stderr.pipe(log);
    const up = await answers(`${this.base}/.backstage/health/v1/readiness`, {
      timeoutMs,
    });
    if (!up) {
      await this.stop('SIGKILL');
      throw new Error(`The portal did not come up; see ${this.logFile}`);
    }
    this.token = undefined;
  }

  async stop(signal = 'SIGTERM') {
    if (this.child && this.child.exitCode === null && !this.child.signalCode) {
      const ended = once(this.child, 'exit');
      this.child.kill(signal);
      await ended;
    }
  }

  async headers() {
    if (!this.token || Date.now() > this.token.until) {
      const response = await fetch(`${this.base}/api/auth/guest/refresh`, {
        headers: { 'x-requested-with': 'XMLHttpRequest' },
      });
      if (!response.ok) {
        throw new Error(`Signing in as guest answered ${response.status}`);
      }
      const { backstageIdentity } = await response.json();
      this.token = {
        value: backstageIdentity.token,
        until: Date.now() + 20 * 60_000,
      };
    }
    return { authorization: `Bearer ${this.token.value}` };
  }

  async get(path) {
    const response = await fetch(`${this.base}${path}`, {
      headers: await this.headers(),
    });
    if (!response.ok) {
      throw new Error(
        `${path} answered ${response.status}: ${(await response.text()).slice(0, 300)}`,
      );
    }
    return response.json();
  }

  /** Resident memory, in MB, as Linux counts it. */
  residentMb() {
    const status = readFileSync(`/proc/${this.child.pid}/status`, 'utf8');
    return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)[1]) / 1024);
  }
}

/** The same portal without the plugin: what memory is compared with. */
function baseline() {
  const folder = join(BACKEND, 'dist');
  mkdirSync(folder, { recursive: true });
  const source = readFileSync(join(BACKEND, 'src/index.ts'), 'utf8');
  const file = join(folder, 'without-delivery.ts');
  writeFileSync(file, source.replace(/backend\.add\(\s*import\('@throughline[^;]*;/g, ''));
  return file;
}

function require_(path) {
  return join(root, 'node_modules', path);
}
