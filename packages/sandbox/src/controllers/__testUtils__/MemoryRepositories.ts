import { createHash } from 'crypto';
import type { Commit, Push, Repositories } from '../../git/Repositories';

interface Entry {
  commit: Commit;
  files: Map<string, string>;
  changed: string[];
}

/** Repositories with one line of history each, in memory. */
export class MemoryRepositories implements Repositories {
  private readonly entries = new Map<string, Entry[]>();
  private readonly listeners = new Set<(push: Push) => void>();

  list(): string[] {
    return [...this.entries.keys()];
  }

  async resolve(repository: string, ref: string): Promise<string | undefined> {
    const entries = this.entries.get(repository) ?? [];
    if (ref === 'main' || ref === 'HEAD') {
      return entries[entries.length - 1]?.commit.sha;
    }
    return entries.find(({ commit }) => commit.sha.startsWith(ref))?.commit.sha;
  }

  async log(
    repository: string,
    options: { ref: string; path?: string; limit?: number; skip?: number },
  ): Promise<Commit[]> {
    const entries = this.entries.get(repository) ?? [];
    const sha = await this.resolve(repository, options.ref);
    const last = entries.findIndex(({ commit }) => commit.sha === sha);
    return entries
      .slice(0, last + 1)
      .reverse()
      .filter(
        ({ changed }) =>
          !options.path ||
          changed.some(
            file =>
              file === options.path || file.startsWith(`${options.path}/`),
          ),
      )
      .slice(options.skip ?? 0, (options.skip ?? 0) + (options.limit ?? 1_000))
      .map(({ commit }) => commit);
  }

  async readTree(
    repository: string,
    sha: string,
    path: string,
  ): Promise<Map<string, string>> {
    const entry = this.entries
      .get(repository)
      ?.find(({ commit }) => commit.sha === sha);
    const prefix = path ? `${path}/` : '';
    return new Map(
      [...(entry?.files ?? [])]
        .filter(([file]) => file.startsWith(prefix))
        .map(([file, text]) => [file.slice(prefix.length), text]),
    );
  }

  async commit(
    repository: string,
    options: Parameters<Repositories['commit']>[1],
  ): Promise<string> {
    const entries = this.entries.get(repository) ?? [];
    this.entries.set(repository, entries);
    const before = entries[entries.length - 1];
    const files = new Map(before?.files);
    for (const [file, text] of Object.entries(options.files)) {
      if (text === null) {
        files.delete(file);
      } else {
        files.set(file, text);
      }
    }
    const at = (options.at ?? new Date()).toISOString();
    const sha = createHash('sha1')
      .update(`${repository} ${entries.length} ${options.message}`)
      .digest('hex');
    const { name, email } = options.author;
    entries.push({
      files,
      changed: Object.keys(options.files),
      commit: {
        sha,
        parents: before ? [before.commit.sha] : [],
        author: { name, email },
        authoredAt: at,
        committedAt: at,
        subject: options.message.split('\n')[0],
        message: options.message,
      },
    });
    this.listeners.forEach(listener =>
      listener({
        repository,
        ref: 'refs/heads/main',
        before: before?.commit.sha,
        after: sha,
        actor: options.author.login,
      }),
    );
    return sha;
  }

  onPush(listener: (push: Push) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}
