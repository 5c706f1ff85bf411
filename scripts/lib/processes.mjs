import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { dataFolder, root } from './paths.mjs';

/** Programs that run side by side and end together. */
export class Processes {
  #running = new Map();
  #stopping = false;

  constructor(env, { verbose }) {
    this.env = env;
    this.verbose = verbose;
    this.logs = join(dataFolder, 'logs');
    mkdirSync(this.logs, { recursive: true });
  }

  /**
   * Starts a program in a process group of its own; its lines go to a log file and to `onLine`.
   *
   * @param onEnd - called where it ends by itself
   */
  start(name, command, args, { env = {}, cwd = root, onLine, onEnd } = {}) {
    const child = spawn(command, args, {
      cwd,
      env: { ...this.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
    });
    const log = createWriteStream(join(this.logs, `${name}.log`));
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', line => {
        log.write(`${line}\n`);
        if (this.verbose) {
          process.stdout.write(`[${name}] ${line}\n`);
        }
        onLine?.(line);
      });
    }
    this.#running.set(name, child);
    child.on('exit', code => {
      this.#running.delete(name);
      if (!this.#stopping) {
        onEnd?.(code);
      }
    });
    return child;
  }

  /** Ends all of them: asks first, and insists after eight seconds. */
  async stop() {
    this.#stopping = true;
    const ended = [...this.#running.values()].map(
      child => new Promise(resolve => child.once('exit', resolve)),
    );
    this.#signal('SIGTERM');
    const insist = setTimeout(() => this.#signal('SIGKILL'), 8_000);
    await Promise.all(ended);
    clearTimeout(insist);
  }

  #signal(signal) {
    for (const child of this.#running.values()) {
      try {
        if (process.platform === 'win32') {
          child.kill(signal);
        } else {
          process.kill(-child.pid, signal);
        }
      } catch {
        // It ended in between.
      }
    }
  }
}
