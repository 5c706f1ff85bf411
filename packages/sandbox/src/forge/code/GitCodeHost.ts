import { DiskRepositories } from '../../git';
import { CommitWithTree } from '../../git/parseCommit';
import { parseTree } from '../../git/parseTree';
import { readRefs } from '../../git/refs';
import { GitError, runGit } from '../../git/runGit';
import { servicesIn } from '../../world/services';
import {
  ChangedFile,
  CodeHost,
  Comparison,
  RepositoryInfo,
  TreeEntryAt,
} from './CodeHost';
import { parseChangedFiles } from './parseChangedFiles';

const languages = { typescript: 'TypeScript', go: 'Go', python: 'Python' };

/** The repositories on disk. */
export class GitCodeHost implements CodeHost {
  readonly #infos = new Map<string, RepositoryInfo>();

  private constructor(private readonly repositories: DiskRepositories) {}

  /** Looks at what is on disk once; repositories do not come and go while the sandbox runs. */
  static async create(repositories: DiskRepositories): Promise<GitCodeHost> {
    const host = new GitCodeHost(repositories);
    for (const fullName of repositories.list()) {
      const roots = await repositories.git(fullName, [
        ...['log', '--max-parents=0', '--format=%aI', 'HEAD'],
      ]);
      const [service] = servicesIn(fullName);
      host.#infos.set(fullName, {
        fullName,
        description: await repositories.description(fullName),
        createdAt: new Date(roots.split('\n')[0])
          .toISOString()
          .replace(/\.\d{3}Z$/, 'Z'),
        language: service ? languages[service.language] : null,
      });
    }
    return host;
  }

  list(): RepositoryInfo[] {
    return [...this.#infos.values()];
  }

  find(repository: string): RepositoryInfo | undefined {
    return this.#infos.get(repository);
  }

  resolve(repository: string, ref: string): Promise<string | undefined> {
    return this.repositories.resolve(repository, ref);
  }

  commits(
    repository: string,
    options: { ref: string; path?: string; since?: string; until?: string },
  ): Promise<CommitWithTree[]> {
    return this.repositories.log(repository, options);
  }

  async commit(
    repository: string,
    sha: string,
  ): Promise<CommitWithTree | undefined> {
    const [commit] = await this.repositories.log(repository, {
      ref: sha,
      limit: 1,
    });
    return commit;
  }

  async changedFiles(repository: string, sha: string): Promise<ChangedFile[]> {
    return parseChangedFiles(
      await this.repositories.git(repository, [
        ...['diff-tree', '--root', '-r', '-z', '-M', '-m', '--first-parent'],
        ...['--no-commit-id', '--raw', '--numstat', '--no-abbrev', sha],
      ]),
    );
  }

  async compare(
    repository: string,
    baseRef: string,
    headRef: string,
  ): Promise<Comparison | undefined> {
    const base = await this.#commitAt(repository, baseRef);
    const head = await this.#commitAt(repository, headRef);
    if (!base || !head) {
      return undefined;
    }
    const found = await this.repositories
      .git(repository, ['merge-base', base.sha, head.sha])
      .catch(() => '');
    const mergeBase = await this.#commitAt(repository, found.trim());
    if (!mergeBase) {
      return undefined;
    }
    const [ahead, behind, diff] = await Promise.all([
      this.repositories.log(repository, { ref: head.sha, exclude: base.sha }),
      this.repositories.log(repository, { ref: base.sha, exclude: head.sha }),
      this.repositories.git(repository, [
        ...['diff', '-z', '-M', '--raw', '--numstat', '--no-abbrev'],
        ...[mergeBase.sha, head.sha],
      ]),
    ]);
    return {
      base,
      head,
      mergeBase,
      ahead: [...ahead].reverse(),
      behind: behind.length,
      files: parseChangedFiles(diff),
    };
  }

  refs(repository: string, prefix: string): Promise<Map<string, string>> {
    return readRefs(this.repositories.directory(repository), [prefix]);
  }

  async tree(
    repository: string,
    treeish: string,
    recursive: boolean,
  ): Promise<{ sha: string; entries: TreeEntryAt[] } | undefined> {
    const objects = this.repositories.objects(repository);
    const root =
      (await objects.get(`${treeish}^{tree}`)) ?? (await objects.get(treeish));
    if (root?.type !== 'tree') {
      return undefined;
    }
    const entries: TreeEntryAt[] = [];
    const walk = async (data: Buffer, prefix: string): Promise<void> => {
      for (const entry of parseTree(data)) {
        const object = await objects.get(entry.oid);
        const path = `${prefix}${entry.name}`;
        entries.push({
          ...entry,
          path,
          ...(entry.type === 'blob' && { size: object?.data.length ?? 0 }),
        });
        if (recursive && object?.type === 'tree') {
          await walk(object.data, `${path}/`);
        }
      }
    };
    await walk(root.data, '');
    return { sha: root.oid, entries };
  }

  async blob(
    repository: string,
    expression: string,
  ): Promise<{ sha: string; content: Buffer } | undefined> {
    const object = await this.repositories.objects(repository).get(expression);
    return object?.type === 'blob'
      ? { sha: object.oid, content: object.data }
      : undefined;
  }

  async archive(repository: string, sha: string): Promise<Buffer | undefined> {
    const name = repository.replace('/', '-');
    return runGit(this.repositories.directory(repository), [
      ...['archive', '--format=tar.gz', `--prefix=${name}-${sha.slice(0, 7)}/`],
      sha,
    ]);
  }

  async mergeTree(
    repository: string,
    base: string,
    head: string,
  ): Promise<string | undefined> {
    try {
      const tree = await this.repositories.git(repository, [
        ...['merge-tree', '--write-tree', base, head],
      ]);
      return tree.trim();
    } catch (error) {
      // It ends with 1 where there are conflicts, and says nothing on its error output.
      if (error instanceof GitError && error.stderr === '') {
        return undefined;
      }
      throw error;
    }
  }

  async #commitAt(
    repository: string,
    ref: string,
  ): Promise<CommitWithTree | undefined> {
    const sha = await this.repositories.resolve(repository, ref);
    return sha ? this.commit(repository, sha) : undefined;
  }
}
