import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { dataFolder, root } from './paths.mjs';

/** Programs that run side by side and end together. */
export class Processes {
  #groups = [];
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
      detached: !WINDOWS,
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
    this.#groups.push(child.pid);
    child.on('exit', code => {
      this.#groups = this.#groups.filter(isAlive);
      if (!this.#stopping) {
        onEnd?.(code);
      }
    });
    return child;
  }

  /** Ends all of them with all that they started: asks first, and insists after eight seconds. */
  async stop() {
    this.#stopping = true;
    this.#signal('SIGTERM');
    if (!(await this.#gone(8_000))) {
      this.#signal('SIGKILL');
      await this.#gone(2_000);
    }
  }

  /** A program may end before what it started has, so it is the groups that are looked at. */
  async #gone(timeoutMs) {
    const end = Date.now() + timeoutMs;
    while (this.#groups.some(isAlive)) {
      if (Date.now() > end) {
        return false;
      }
      await new Promise(resolve => setTimeout(resolve, 100));
    }
    return true;
  }

  #signal(signal) {
    for (const group of this.#groups) {
      send(group, signal);
    }
  }
}

const WINDOWS = process.platform === 'win32';

function send(group, signal) {
  try {
    process.kill(WINDOWS ? group : -group, signal);
    return true;
  } catch {
    return false;
  }
}

function isAlive(group) {
  return send(group, 0);
}
