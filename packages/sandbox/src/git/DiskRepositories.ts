import { existsSync } from 'fs';
import { mkdir, readdir, readFile, writeFile } from 'fs/promises';
import path from 'path';
import { CatFile } from './CatFile';
import { FastImport } from './FastImport';
import { Lru } from './Lru';
import { Mutex } from './Mutex';
import { CommitWithTree, LOG_FORMAT, parseLog } from './parseCommit';
import { readFolder } from './readFolder';
import { pushesBetween, readRefs } from './refs';
import { Push, Repositories } from './Repositories';
import { runGit } from './runGit';

/** What `git log` can be asked for. */
export interface LogOptions {
  ref: string;
  path?: string;
  limit?: number;
  skip?: number;
  since?: string;
  until?: string;
  firstParent?: boolean;
  /** Leaves out what is reachable from here. */
  exclude?: string;
}

/** The ref below which the sandbox keeps notes of its own; clients never see it. */
export const HIDDEN_REFS = 'refs/sandbox';

const NAME = /^[A-Za-z0-9][\w.-]*\/[A-Za-z0-9][\w.-]*$/;

/** Bare repositories below one folder: `<root>/<owner>/<name>.git`. */
export class DiskRepositories implements Repositories {
  readonly #names: Set<string>;
  readonly #objects = new Map<string, CatFile>();
  readonly #locks = new Map<string, Mutex>();
  readonly #logs = new Lru<Promise<CommitWithTree[]>>(2_000);
  readonly #folders = new Lru<Promise<Map<string, string>>>(1_000);
  readonly #listeners = new Set<(push: Push) => void>();

  private constructor(private readonly root: string, names: string[]) {
    this.#names = new Set(names);
  }

  /** Opens the repositories that are below a folder, which is made if it is not there. */
  static async open(root: string): Promise<DiskRepositories> {
    await mkdir(root, { recursive: true });
    const names: string[] = [];
    for (const owner of await readdir(root)) {
      for (const entry of await readdir(path.join(root, owner))) {
        if (entry.endsWith('.git')) {
          names.push(`${owner}/${entry.slice(0, -'.git'.length)}`);
        }
      }
    }
    return new DiskRepositories(root, names);
  }

  list(): string[] {
    return [...this.#names].sort();
  }

  /** Whether there is a repository of that name. */
  has(repository: string): boolean {
    return this.#names.has(repository);
  }

  /** The folder of a repository. */
  directory(repository: string): string {
    if (!this.has(repository)) {
      throw new Error(`There is no repository ${repository} in the sandbox.`);
    }
    return path.join(this.root, `${repository}.git`);
  }

  /** Makes an empty repository whose default branch is `main`. */
  async create(repository: string, description = ''): Promise<void> {
    if (!NAME.test(repository)) {
      throw new Error(`${repository} is not a repository name (owner/name).`);
    }
    const directory = path.join(this.root, `${repository}.git`);
    if (!existsSync(path.join(directory, 'HEAD'))) {
      await mkdir(directory, { recursive: true });
      await runGit(directory, ['init', '--quiet', '--bare', directory]);
      await runGit(directory, ['symbolic-ref', 'HEAD', 'refs/heads/main']);
      const settings = [
        ['gc.auto', '0'],
        ['receive.autogc', 'false'],
        ['http.receivepack', 'true'],
        ['transfer.hideRefs', HIDDEN_REFS],
        ['receive.hideRefs', 'refs/pull'],
        ['uploadpack.allowFilter', 'true'],
        ['uploadpack.allowAnySHA1InWant', 'true'],
      ];
      for (const [key, value] of settings) {
        await runGit(directory, ['config', '--add', key, value]);
      }
      await writeFile(path.join(directory, 'description'), description);
    }
    this.#names.add(repository);
  }

  /** What the repository says of itself. */
  async description(repository: string): Promise<string> {
    const file = path.join(this.directory(repository), 'description');
    return (await readFile(file, 'utf8')).trim();
  }

  /** Feeds a stream to `git fast-import`, without announcing pushes; returns the commit of each mark. */
  async import(
    repository: string,
    stream: FastImport,
  ): Promise<Map<string, string>> {
    return this.#lock(repository).run(() =>
      this.#fastImport(repository, stream),
    );
  }

  /** Runs a `git` command that reads. */
  async git(repository: string, args: string[]): Promise<string> {
    return (await runGit(this.directory(repository), args)).toString();
  }

  /** Reads objects of a repository. */
  objects(repository: string): CatFile {
    let objects = this.#objects.get(repository);
    if (!objects) {
      objects = new CatFile(this.directory(repository));
      this.#objects.set(repository, objects);
    }
    return objects;
  }

  async resolve(repository: string, ref: string): Promise<string | undefined> {
    if (ref.startsWith('-') || /[\s:^~?*[\\]/.test(ref)) {
      return undefined;
    }
    const object = await this.objects(repository).get(`${ref}^{commit}`);
    return object?.oid;
  }

  async log(
    repository: string,
    options: LogOptions,
  ): Promise<CommitWithTree[]> {
    const sha = await this.resolve(repository, options.ref);
    if (!sha) {
      return [];
    }
    const exclude =
      options.exclude && (await this.resolve(repository, options.exclude));
    const args = ['log', `--format=${LOG_FORMAT}`];
    if (options.limit !== undefined) args.push(`--max-count=${options.limit}`);
    if (options.skip) args.push(`--skip=${options.skip}`);
    if (options.since) args.push(`--since=${options.since}`);
    if (options.until) args.push(`--until=${options.until}`);
    if (options.firstParent) args.push('--first-parent');
    args.push(sha);
    if (exclude) args.push(`^${exclude}`);
    args.push('--');
    if (options.path) args.push(`:(literal)${options.path}`);
    return this.#logs.get([repository, ...args].join('\0'), async () =>
      parseLog(await this.git(repository, args)),
    );
  }

  async readTree(
    repository: string,
    sha: string,
    folder: string,
  ): Promise<Map<string, string>> {
    const objects = this.objects(repository);
    const clean = folder.replace(/^\.?\/+|\/+$/g, '').replace(/^\.$/, '');
    const tree = await objects.get(
      clean === '' ? `${sha}^{tree}` : `${sha}:${clean}`,
    );
    if (tree?.type !== 'tree') {
      return new Map();
    }
    const files = await this.#folders.get(`${repository}\0${tree.oid}`, () =>
      readFolder(objects, tree.oid),
    );
    return new Map(files);
  }

  async commit(
    repository: string,
    options: Parameters<Repositories['commit']>[1],
  ): Promise<string> {
    const ref = `refs/heads/${options.branch}`;
    return this.receive(repository, options.author.login, async () => {
      const tip =
        (await this.resolve(repository, ref)) ??
        (await this.resolve(repository, 'HEAD'));
      const stream = new FastImport();
      const mark = stream.commit({
        ref,
        author: options.author,
        at: options.at ?? new Date(),
        message: options.message,
        from: tip,
        files: options.files,
      });
      const marks = await this.#fastImport(repository, stream);
      const sha = marks.get(mark);
      if (!sha) {
        throw new Error(`The commit to ${repository} was not written.`);
      }
      return sha;
    });
  }

  /** Runs something that may move refs, alone, and announces what moved as pushes of the actor. */
  async receive<T>(
    repository: string,
    actor: string | ((pushes: Push[]) => Promise<string>),
    task: () => Promise<T>,
  ): Promise<T> {
    const directory = this.directory(repository);
    const { result, pushes } = await this.#lock(repository).run(async () => {
      const before = await readRefs(directory);
      const outcome = await task();
      const after = await readRefs(directory);
      return {
        result: outcome,
        pushes: pushesBetween(repository, '', before, after),
      };
    });
    if (pushes.length > 0) {
      const name = typeof actor === 'string' ? actor : await actor(pushes);
      for (const push of pushes) {
        this.#listeners.forEach(listener => listener({ ...push, actor: name }));
      }
    }
    return result;
  }

  onPush(listener: (push: Push) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Ends the helper processes. */
  close() {
    this.#objects.forEach(objects => objects.close());
    this.#listeners.clear();
  }

  #lock(repository: string): Mutex {
    const lock = this.#locks.get(repository) ?? new Mutex();
    this.#locks.set(repository, lock);
    return lock;
  }

  async #fastImport(
    repository: string,
    stream: FastImport,
  ): Promise<Map<string, string>> {
    const output = await runGit(
      this.directory(repository),
      ['fast-import', '--quiet', '--done'],
      stream.toBuffer(),
    );
    const shas = output.toString().split('\n').filter(Boolean);
    return new Map(shas.map((sha, index) => [`:${index + 1}`, sha]));
  }
}
