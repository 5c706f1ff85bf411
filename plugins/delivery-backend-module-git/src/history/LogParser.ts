import { SourceFailure } from '@throughline/plugin-delivery-node';
import type { PathSet } from './PathSet';

/** A commit as the log tells it. */
export interface LogCommit {
  sha: string;
  parents: string[];
  author: string;
  /** Seconds since 1970. */
  committedAt: number;
  message: string;
  /** Those of the paths of interest that it touches, sorted. */
  paths: string[];
}

/**
 * The format of the log. Every field and every file ends with a NUL, which neither a message nor a name can hold; a
 * record begins with an empty field, which no file's name is.
 */
export const LOG_FORMAT = '%x00%H%x00%P%x00%an%x00%ct%x00%B%x00';

const FIELDS = 5;
/** A message longer than this is cut; nobody reads it whole, and it must not fill the memory. */
const MAX_TOKEN_BYTES = 256 * 1024;

/**
 * Reads `git log -z --name-only` as it streams. Of the files only the question whether they are of interest is kept,
 * so that a commit that touches a million of them costs nothing.
 */
export class LogParser {
  #part: Buffer[] = [];
  #partBytes = 0;
  #fields: string[] | undefined;
  #touched = new Set<string>();
  #closed = false;
  #firstFile = true;

  constructor(
    private readonly paths: PathSet,
    private readonly onCommit: (commit: LogCommit) => void,
  ) {}

  /** @throws SourceFailure where it is no such log */
  push(chunk: Buffer): void {
    let from = 0;
    for (
      let at = chunk.indexOf(0, from);
      at >= 0;
      at = chunk.indexOf(0, from)
    ) {
      this.#keep(chunk.subarray(from, at));
      this.#take(this.#token());
      from = at + 1;
    }
    this.#keep(chunk.subarray(from));
  }

  /** @throws SourceFailure where the log breaks off within a record */
  end(): void {
    if (this.#partBytes > 0 || (this.#fields && !this.#closed)) {
      throw notALog('it breaks off');
    }
    this.#finish();
  }

  #keep(bytes: Buffer): void {
    const room = MAX_TOKEN_BYTES - this.#partBytes;
    if (bytes.length > 0 && room > 0) {
      this.#part.push(Buffer.from(bytes.subarray(0, room)));
      this.#partBytes += Math.min(bytes.length, room);
    }
  }

  #token(): string {
    const token = Buffer.concat(this.#part).toString('utf8');
    this.#part = [];
    this.#partBytes = 0;
    return token;
  }

  #take(token: string): void {
    if (!this.#fields) {
      if (token !== '') {
        throw notALog('it begins with something else');
      }
      this.#fields = [];
    } else if (this.#fields.length < FIELDS) {
      this.#fields.push(token);
    } else if (!this.#closed) {
      if (token !== '') {
        throw notALog('a record has too many fields');
      }
      this.#closed = true;
    } else if (token === '') {
      this.#finish();
      this.#fields = [];
    } else {
      // The first file follows the message after a line feed.
      const file = this.#firstFile ? token.replace(/^\n/, '') : token;
      this.#firstFile = false;
      this.paths.addTouched(file, this.#touched);
    }
  }

  #finish(): void {
    if (!this.#fields) {
      return;
    }
    const [sha, parents, author, committedAt, message] = this.#fields;
    const ancestors = parents.split(' ').filter(Boolean);
    if (![sha, ...ancestors].every(name => /^[0-9a-f]{40}$/.test(name))) {
      throw notALog('a commit has no name');
    }
    this.onCommit({
      sha,
      parents: ancestors,
      author,
      committedAt: Number(committedAt),
      message,
      paths: [...this.#touched, ...this.paths.whole].sort(),
    });
    this.#fields = undefined;
    this.#touched = new Set();
    this.#closed = false;
    this.#firstFile = true;
  }
}

function notALog(reason: string): SourceFailure {
  return new SourceFailure('protocol', `Git's log cannot be read: ${reason}`);
}
