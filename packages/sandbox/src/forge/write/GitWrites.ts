import { rm } from 'fs/promises';
import path from 'path';
import { DiskRepositories } from '../../git';
import { runGit } from '../../git/runGit';

/** An entry of a tree that is to be made; without `sha` and `content` it is removed. */
export interface NewEntry {
  path: string;
  mode: string;
  sha?: string;
  content?: string;
}

/** Whoever signs a commit. */
export interface Signature {
  name: string;
  email: string;
  date?: string;
}

/** What came of moving a ref. */
export type Moved = 'moved' | 'missing' | 'exists' | 'notFastForward';

/** Makes Git's objects and moves refs in the repositories on disk, as pushes of whoever asked. */
export class GitWrites {
  #count = 0;

  constructor(private readonly repositories: DiskRepositories) {}

  /** Whether a repository is one that can be written to. */
  has(repository: string): boolean {
    return this.repositories.has(repository);
  }

  async blob(repository: string, content: Buffer): Promise<string> {
    return this.#git(
      repository,
      ['hash-object', '-w', '--no-filters', '--stdin'],
      content,
    );
  }

  /** Makes a tree of another one and what is different; undefined where something to be removed is not there. */
  async tree(
    repository: string,
    base: string | undefined,
    entries: readonly NewEntry[],
  ): Promise<string | undefined> {
    this.#count += 1;
    const index = path.join(
      this.repositories.directory(repository),
      `sandbox-index-${this.#count}`,
    );
    const extra = { GIT_INDEX_FILE: index };
    try {
      await this.#git(
        repository,
        ['read-tree', base ?? '--empty'],
        undefined,
        extra,
      );
      const known = new Set(
        (await this.#git(repository, ['ls-files', '-z'], undefined, extra))
          .split('\0')
          .filter(Boolean),
      );
      const lines: string[] = [];
      for (const { path: file, mode, sha, content } of entries) {
        const oid =
          content === undefined
            ? sha
            : await this.blob(repository, Buffer.from(content, 'utf8'));
        if (!oid && !known.has(file)) {
          return undefined;
        }
        lines.push(
          oid ? `${mode} ${oid}\t${file}` : `0 ${'0'.repeat(40)}\t${file}`,
        );
      }
      await this.#git(
        repository,
        ['update-index', '-z', '--index-info'],
        lines.map(line => `${line}\0`).join(''),
        extra,
      );
      return await this.#git(repository, ['write-tree'], undefined, extra);
    } finally {
      await rm(index, { force: true });
    }
  }

  async commit(
    repository: string,
    commit: {
      message: string;
      tree: string;
      parents: readonly string[];
      author: Signature;
      committer?: Signature;
    },
  ): Promise<string> {
    const { author, committer = author } = commit;
    return this.#git(
      repository,
      [
        'commit-tree',
        commit.tree,
        ...commit.parents.flatMap(parent => ['-p', parent]),
        ...['-F', '-'],
      ],
      commit.message,
      {
        GIT_AUTHOR_NAME: author.name,
        GIT_AUTHOR_EMAIL: author.email,
        ...(author.date && { GIT_AUTHOR_DATE: author.date }),
        GIT_COMMITTER_NAME: committer.name,
        GIT_COMMITTER_EMAIL: committer.email,
        ...(committer.date && { GIT_COMMITTER_DATE: committer.date }),
      },
    );
  }

  /** Makes a ref that is not there. */
  createRef(
    repository: string,
    ref: string,
    sha: string,
    actor: string,
  ): Promise<Moved> {
    return this.repositories.receive(repository, actor, async () => {
      if (await this.repositories.resolve(repository, ref)) {
        return 'exists';
      }
      await this.#git(repository, ['update-ref', ref, sha]);
      return 'moved';
    });
  }

  /** Moves a ref, forwards only unless forced. */
  moveRef(
    repository: string,
    ref: string,
    to: { sha: string; force: boolean },
    actor: string,
  ): Promise<Moved> {
    return this.repositories.receive(repository, actor, async () => {
      const before = await this.repositories.resolve(repository, ref);
      if (!before) {
        return 'missing';
      }
      if (!to.force && !(await this.#reaches(repository, to.sha, before))) {
        return 'notFastForward';
      }
      await this.#git(repository, ['update-ref', ref, to.sha, before]);
      return 'moved';
    });
  }

  /** Removes a ref. */
  deleteRef(repository: string, ref: string, actor: string): Promise<Moved> {
    return this.repositories.receive(repository, actor, async () => {
      if (!(await this.repositories.resolve(repository, ref))) {
        return 'missing';
      }
      await this.#git(repository, ['update-ref', '-d', ref]);
      return 'moved';
    });
  }

  /** Does something alone that moves a branch by itself: what is made for it, and what is kept of it, go together. */
  alone<T>(
    repository: string,
    actor: string,
    task: (move: (ref: string, sha: string) => Promise<string>) => Promise<T>,
  ): Promise<T> {
    return this.repositories.receive(repository, actor, () =>
      task((ref, sha) => this.#git(repository, ['update-ref', ref, sha])),
    );
  }

  async #reaches(
    repository: string,
    from: string,
    to: string,
  ): Promise<boolean> {
    const missing = await this.repositories.log(repository, {
      ref: to,
      exclude: from,
      limit: 1,
    });
    return missing.length === 0;
  }

  async #git(
    repository: string,
    args: string[],
    input?: Buffer | string,
    extra?: Record<string, string>,
  ): Promise<string> {
    const output = await runGit(
      this.repositories.directory(repository),
      args,
      input,
      extra,
    );
    return output.toString().trimEnd();
  }
}
