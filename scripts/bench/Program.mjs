import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { root } from '../lib/paths.mjs';
import { processorTimeOf } from './processorTime.mjs';

const running = new Set();

/** The programs that run at this moment. */
export const runningPrograms = () => [...running];

/** Ends whatever runs, at once: the last thing that the benchmark does, however it ends. */
export function killAll() {
  for (const child of running) {
    child.kill('SIGKILL');
  }
}

/** A program that can be measured, asked for its memory, and ended. */
export class Program {
  #asked = new Map();
  #next = 0;

  constructor(name, { node, env, args, cwd, logFile, onLine }) {
    this.name = name;
    this.logFile = logFile;
    const log = createWriteStream(logFile, { flags: 'a' });
    this.child = spawn(
      node,
      [
        '--expose-gc',
        '--require',
        join(root, 'scripts/bench/probe.cjs'),
        ...args,
      ],
      { cwd, env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] },
    );
    running.add(this.child);
    this.child.on('exit', () => {
      running.delete(this.child);
      this.#asked.forEach(({ reject }) =>
        reject(new Error(`${name} has ended`)),
      );
      this.#asked.clear();
    });
    this.child.on('message', ({ id, result, error }) => {
      const { resolve, reject } = this.#asked.get(id) ?? {};
      this.#asked.delete(id);
      if (error) {
        reject?.(new Error(error));
      } else {
        resolve?.(result);
      }
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      createInterface({ input: stream }).on('line', line => {
        log.write(`${line}\n`);
        onLine?.(line);
      });
    }
  }

  get ended() {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  async stop(signal = 'SIGTERM') {
    if (this.ended) {
      return;
    }
    const ended = once(this.child, 'exit');
    this.child.kill(signal);
    const insist = setTimeout(() => this.child.kill('SIGKILL'), 15_000);
    await ended;
    clearTimeout(insist);
  }

  /** Asks what was loaded into the program. */
  ask(action, rest = {}) {
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#asked.set(id, { resolve, reject });
      this.child.send({ id, action, ...rest });
    });
  }

  /** Resident memory now and at its highest, in MB, as Linux counts it; undefined on other systems. */
  resident() {
    try {
      const status = readFileSync(`/proc/${this.child.pid}/status`, 'utf8');
      const mb = key =>
        Math.round(
          Number(new RegExp(`${key}:\\s+(\\d+)`).exec(status)[1]) / 1024,
        );
      return { now: mb('VmRSS'), peak: mb('VmHWM') };
    } catch {
      return undefined;
    }
  }

  /** Seconds of processor time used so far; that of Git, which the portal starts, included. */
  cpuSeconds() {
    return processorTimeOf(this.child.pid);
  }
}
