import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { Final } from './until';

const running = new Set<ChildProcess>();

// Whatever becomes of the tests, nothing that they started goes on.
process.on('exit', () => running.forEach(child => child.kill('SIGKILL')));

const KEPT_LINES = 400;

/** A program that a test starts and ends. */
export class Program {
  readonly #child: ChildProcess;
  readonly #lines: string[] = [];

  constructor(
    readonly name: string,
    options: {
      args: string[];
      cwd: string;
      env?: Record<string, string>;
      onLine?: (line: string) => void;
    },
  ) {
    this.#child = spawn(process.execPath, options.args, {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running.add(this.#child);
    this.#child.on('exit', () => running.delete(this.#child));
    for (const stream of [this.#child.stdout!, this.#child.stderr!]) {
      createInterface({ input: stream }).on('line', line => {
        this.#lines.push(line);
        this.#lines.splice(0, this.#lines.length - KEPT_LINES);
        options.onLine?.(line);
      });
    }
  }

  get ended(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  get exitCode(): number | null {
    return this.#child.exitCode;
  }

  /** The last lines that it printed. */
  get output(): string {
    return this.#lines.join('\n');
  }

  requireAlive(): void {
    if (this.ended) {
      throw new Final(
        `${this.name} has ended by itself. It printed:\n${this.output}`,
      );
    }
  }

  /** Resolves when it has ended and all that it printed was read. */
  async end(): Promise<void> {
    if (!this.ended || this.#child.stdout?.readableEnded === false) {
      await once(this.#child, 'close');
    }
  }

  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    if (this.ended) {
      return;
    }
    const ended = once(this.#child, 'exit');
    this.#child.kill(signal);
    const insist = setTimeout(() => this.#child.kill('SIGKILL'), 10_000);
    await ended;
    clearTimeout(insist);
  }
}
