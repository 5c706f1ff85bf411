import { ChildProcess } from 'child_process';
import { spawnGit } from './runGit';

/** An object of the Git database. */
export interface GitObject {
  oid: string;
  type: 'commit' | 'tree' | 'blob' | 'tag';
  data: Buffer;
}

const IDLE_MS = 20_000;

/**
 * Reads objects through one long-running `git cat-file --batch`: a process per look-up would cost some
 * milliseconds each, and the sandbox looks up thousands.
 */
export class CatFile {
  #child: ChildProcess | undefined;
  #waiting: {
    expression: string;
    resolve: (object: GitObject | undefined) => void;
    reject: (error: Error) => void;
  }[] = [];
  #buffer = Buffer.alloc(0);
  #idle: NodeJS.Timeout | undefined;

  constructor(private readonly directory: string) {}

  /** The object that a revision expression (`main^{commit}`, `<sha>:path`) names, or undefined. */
  async get(expression: string): Promise<GitObject | undefined> {
    if (/[\n\0]/.test(expression) || expression === '') {
      return undefined;
    }
    return new Promise((resolve, reject) => {
      const child = this.#start();
      this.#waiting.push({ expression, resolve, reject });
      child.stdin?.write(`${expression}\n`);
    });
  }

  /** Ends the process; the next look-up starts another. */
  close() {
    clearTimeout(this.#idle);
    this.#child?.stdin?.end();
    this.#child = undefined;
  }

  #start(): ChildProcess {
    clearTimeout(this.#idle);
    if (this.#child) {
      return this.#child;
    }
    const child = spawnGit(this.directory, ['cat-file', '--batch']);
    child.stdout?.on('data', chunk => {
      this.#buffer = this.#buffer.length
        ? Buffer.concat([this.#buffer, chunk])
        : chunk;
      this.#drain();
    });
    child.stdin?.on('error', () => undefined);
    const ended = (error?: Error) => {
      if (this.#child === child) {
        this.#child = undefined;
      }
      const waiting = this.#waiting.splice(0);
      this.#buffer = Buffer.alloc(0);
      waiting.forEach(request =>
        request.reject(error ?? new Error('git cat-file ended')),
      );
    };
    child.on('error', ended);
    child.on('close', () => ended());
    this.#child = child;
    return child;
  }

  #drain() {
    while (this.#waiting.length > 0) {
      const end = this.#buffer.indexOf(10);
      if (end < 0) {
        return;
      }
      const header = this.#buffer.subarray(0, end).toString();
      const match = /^([0-9a-f]{40,64}) (commit|tree|blob|tag) (\d+)$/.exec(
        header,
      );
      if (!match) {
        this.#buffer = this.#buffer.subarray(end + 1);
        this.#waiting.shift()?.resolve(undefined);
        continue;
      }
      const size = Number(match[3]);
      if (this.#buffer.length < end + 1 + size + 1) {
        return;
      }
      const data = Buffer.from(this.#buffer.subarray(end + 1, end + 1 + size));
      this.#buffer = this.#buffer.subarray(end + 1 + size + 1);
      this.#waiting.shift()?.resolve({
        oid: match[1],
        type: match[2] as GitObject['type'],
        data,
      });
    }
    this.#idle = setTimeout(() => this.close(), IDLE_MS);
    this.#idle.unref();
  }
}
