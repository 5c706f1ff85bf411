import { createHash } from 'node:crypto';
import {
  SourceFailure,
  type PullRequestState,
  type RepositoryWriter,
} from '@throughline/plugin-delivery-node';

interface Commit {
  sha: string;
  parent?: string;
  message: string;
  files: Record<string, string>;
}

/** A forge with one repository, which a test can be faster than, merge at and lose answers of. */
export class FakeForge implements RepositoryWriter {
  readonly commits = new Map<string, Commit>();
  readonly branches = new Map<string, string>();
  readonly requests = new Map<
    number,
    { branch: string; base: string; state: PullRequestState['state'] }
  >();
  /** What was said beside pull requests, by context: states in their order. */
  readonly statuses = new Map<string, string[]>();
  /** What was said last, by context. */
  readonly descriptions = new Map<string, string>();
  /** Done right before a commit is written. */
  beforeWrite: () => void | Promise<void> = () => {};
  /** Done right after it was, before anybody is told. */
  afterWrite: () => void = () => {};
  loseNextAnswer = false;

  constructor(readonly repository: string, files: Record<string, string>) {
    this.write('main', 'Begin', files);
  }

  get main(): Commit {
    return this.commits.get(this.branches.get('main')!)!;
  }

  /** What somebody else commits. */
  write(
    branch: string,
    message: string,
    files: Record<string, string>,
  ): string {
    const parent = this.branches.get(branch);
    const before = parent ? this.commits.get(parent)!.files : {};
    return this.#add(branch, parent, message, { ...before, ...files });
  }

  /** @param message - what people make of it; a squash need not keep what was written */
  merge(number: number, message?: string): string {
    const request = this.requests.get(number)!;
    const head = this.commits.get(this.branches.get(request.branch)!)!;
    request.state = 'merged';
    return this.#add(
      request.base,
      this.branches.get(request.base),
      message ?? `Merge #${number}\n\n${head.message}`,
      head.files,
    );
  }

  handles(repository: string): true | { reason: string } {
    return repository === this.repository
      ? true
      : { reason: `${repository} is not here` };
  }

  async head(_: string, branch = 'main') {
    return { branch, sha: this.branches.get(branch)! };
  }

  async read({ ref, paths }: { ref: string; paths: readonly string[] }) {
    const { files } = this.commits.get(ref)!;
    return Object.fromEntries(paths.map(path => [path, files[path] ?? null]));
  }

  async list({ ref, folder }: { ref: string; folder: string }) {
    return Object.keys(this.commits.get(ref)?.files ?? {}).filter(path =>
      path.startsWith(`${folder}/`),
    );
  }

  async commit({
    branch,
    parent,
    files,
    message,
  }: Parameters<RepositoryWriter['commit']>[0]) {
    await this.beforeWrite();
    const head = this.branches.get(branch)!;
    if (head !== parent) {
      return { type: 'conflict' as const, head };
    }
    const sha = this.#add(branch, parent, message, this.#with(parent, files));
    this.afterWrite();
    if (this.loseNextAnswer) {
      this.loseNextAnswer = false;
      throw new SourceFailure('timeout', 'the forge did not answer');
    }
    return { type: 'written' as const, sha };
  }

  async findCommit({
    branch,
    since,
    text,
  }: Parameters<RepositoryWriter['findCommit']>[0]) {
    for (let sha = this.branches.get(branch); sha && sha !== since; ) {
      const commit = this.commits.get(sha)!;
      if (commit.message.includes(text)) {
        return { sha };
      }
      sha = commit.parent;
    }
    return undefined;
  }

  readonly pullRequests: RepositoryWriter['pullRequests'] = {
    open: async request => {
      const known = [...this.requests].find(
        ([, each]) => each.branch === request.branch,
      );
      if (!known) {
        this.#add(
          request.branch,
          request.parent,
          request.message,
          this.#with(request.parent, request.files),
        );
        this.requests.set(this.requests.size + 1, {
          branch: request.branch,
          base: request.base,
          state: 'open',
        });
      }
      return this.#state(known?.[0] ?? this.requests.size);
    },
    get: async ({ number, headSha }) => ({
      ...this.#state(number),
      edited: this.#state(number).headSha !== headSha,
    }),
    setStatus: async ({ context, state, description }) => {
      this.descriptions.set(context, description);
      this.statuses.set(context, [
        ...(this.statuses.get(context) ?? []),
        state,
      ]);
    },
    close: async ({ number }) => {
      this.requests.get(number)!.state = 'closed';
    },
  };

  #state(number: number): PullRequestState {
    const request = this.requests.get(number)!;
    return {
      number,
      url: `https://git.example/pulls/${number}`,
      state: request.state,
      headSha: this.branches.get(request.branch)!,
      ...(request.state === 'merged'
        ? { mergeSha: this.branches.get(request.base)! }
        : {}),
      edited: false,
    };
  }

  #with(parent: string, files: Readonly<Record<string, string | null>>) {
    const all = { ...this.commits.get(parent)!.files };
    for (const [path, text] of Object.entries(files)) {
      if (text === null) {
        delete all[path];
      } else {
        all[path] = text;
      }
    }
    return all;
  }

  #add(
    branch: string,
    parent: string | undefined,
    message: string,
    files: Record<string, string>,
  ): string {
    const sha = createHash('sha1')
      .update(JSON.stringify([parent, message, files]))
      .digest('hex');
    this.commits.set(sha, {
      sha,
      message,
      files,
      ...(parent ? { parent } : {}),
    });
    this.branches.set(branch, sha);
    return sha;
  }
}
