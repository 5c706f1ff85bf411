/** Who wrote a commit. */
export interface Signature {
  name: string;
  email: string;
}

/** One commit of a {@link FastImport} stream. */
export interface ImportedCommit {
  ref: string;
  author: Signature;
  committer?: Signature;
  at: Date;
  committedAt?: Date;
  message: string;
  /** A mark (`:3`) or a revision (`refs/heads/main^0`); the branch's own tip where left out. */
  from?: string;
  merge?: string;
  /** Whole contents by path; null deletes. */
  files: Record<string, string | null>;
}

/**
 * Writes a `git fast-import` stream: a thousand commits become one process and one pack, which is what
 * makes a world with two months of history start within a second or two.
 */
export class FastImport {
  readonly #parts: Buffer[] = [];
  #marks = 0;

  /** Adds a commit and returns its mark. */
  commit(commit: ImportedCommit): string {
    this.#marks += 1;
    const mark = `:${this.#marks}`;
    this.#line(`commit ${commit.ref}`);
    this.#line(`mark ${mark}`);
    this.#line(`author ${signature(commit.author, commit.at)}`);
    this.#line(
      `committer ${signature(
        commit.committer ?? commit.author,
        commit.committedAt ?? commit.at,
      )}`,
    );
    this.#data(commit.message);
    if (commit.from) {
      this.#line(`from ${commit.from}`);
    }
    if (commit.merge) {
      this.#line(`merge ${commit.merge}`);
    }
    for (const [path, content] of Object.entries(commit.files)) {
      if (content === null) {
        this.#line(`D ${quoted(path)}`);
      } else {
        this.#line(`M 100644 inline ${quoted(path)}`);
        this.#data(content);
      }
    }
    this.#line('');
    return mark;
  }

  /** Points a ref at a commit of this stream or an existing one. */
  reset(ref: string, from: string) {
    this.#line(`reset ${ref}`);
    this.#line(`from ${from}`);
    this.#line('');
  }

  /** The stream so far; it makes `git fast-import` print the commit of each mark, in their order. */
  toBuffer(): Buffer {
    const queries = Array.from(
      { length: this.#marks },
      (_, index) => `get-mark :${index + 1}\n`,
    );
    return Buffer.concat([
      ...this.#parts,
      Buffer.from(`${queries.join('')}done\n`),
    ]);
  }

  #line(text: string) {
    this.#parts.push(Buffer.from(`${text}\n`));
  }

  #data(text: string) {
    const content = Buffer.from(text);
    this.#parts.push(
      Buffer.from(`data ${content.length}\n`),
      content,
      Buffer.from('\n'),
    );
  }
}

function signature(who: Signature, at: Date): string {
  const clean = (text: string) => text.replace(/[<>\n\0]/g, '');
  return `${clean(who.name)} <${clean(who.email)}> ${Math.floor(
    at.getTime() / 1000,
  )} +0000`;
}

function quoted(path: string): string {
  return /["\n\\]/.test(path)
    ? `"${path.replace(/["\\]/g, '\\$&').replace(/\n/g, '\\n')}"`
    : path;
}
