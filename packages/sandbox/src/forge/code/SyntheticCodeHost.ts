import { CommitWithTree } from '../../git/parseCommit';
import { ci } from '../../world/people';
import { LargeWorldSpec } from '../../world/Scenario';
import {
  sha1,
  syntheticIndex,
  syntheticName,
  syntheticService,
  SyntheticService,
} from '../../world/large';
import { ChangedFile, CodeHost, Comparison, RepositoryInfo } from './CodeHost';

/** The configuration of the whole large world; every SHA names a commit of it. */
const FLEET = 'acme/fleet';

/** Repositories of the large world in front of those on disk. */
export class SyntheticCodeHost implements CodeHost {
  constructor(
    private readonly disk: CodeHost,
    private readonly spec: LargeWorldSpec,
    private readonly now: Date,
  ) {}

  list(): RepositoryInfo[] {
    return [
      ...this.disk.list(),
      this.#info('fleet'),
      ...Array.from({ length: this.spec.services }, (_, index) =>
        this.#info(syntheticName(index + 1)),
      ),
    ];
  }

  find(repository: string): RepositoryInfo | undefined {
    const index = syntheticIndex(repository, this.spec);
    return index
      ? this.#info(syntheticName(index))
      : this.disk.find(repository);
  }

  /** The service of a repository, where it is of the large world. */
  service(repository: string): SyntheticService | undefined {
    const index = syntheticIndex(repository, this.spec);
    return index ? syntheticService(index, this.spec, this.now) : undefined;
  }

  async resolve(repository: string, ref: string): Promise<string | undefined> {
    if (repository === FLEET) {
      return /^[0-9a-f]{40}$/.test(ref) ? ref : sha1('fleet');
    }
    const service = this.service(repository);
    if (!service) {
      return this.disk.resolve(repository, ref);
    }
    const last = service.versions[service.versions.length - 1];
    if (['HEAD', 'main', 'refs/heads/main'].includes(ref)) {
      return last.sha;
    }
    return service.versions.find(
      each =>
        ref === `v${each.version}` ||
        ref === `refs/tags/v${each.version}` ||
        (ref.length >= 7 && each.sha.startsWith(ref)),
    )?.sha;
  }

  async commits(
    repository: string,
    options: { ref: string; path?: string; since?: string; until?: string },
  ): Promise<CommitWithTree[]> {
    if (repository === FLEET) {
      const sha = await this.resolve(repository, options.ref);
      return sha ? [this.#fleetCommit(sha)] : [];
    }
    const service = this.service(repository);
    if (!service) {
      return this.disk.commits(repository, options);
    }
    const sha = await this.resolve(repository, options.ref);
    const at = service.versions.findIndex(each => each.sha === sha);
    const since = options.since ? Date.parse(options.since) : -Infinity;
    const until = options.until ? Date.parse(options.until) : Infinity;
    return service.versions
      .map((_, index) => this.#commit(service, index))
      .slice(0, at + 1)
      .filter(commit => {
        const time = Date.parse(commit.committedAt);
        return time >= since && time <= until;
      })
      .reverse();
  }

  async commit(
    repository: string,
    sha: string,
  ): Promise<CommitWithTree | undefined> {
    if (repository === FLEET) {
      return this.#fleetCommit(sha);
    }
    const service = this.service(repository);
    if (!service) {
      return this.disk.commit(repository, sha);
    }
    const at = service.versions.findIndex(each => each.sha === sha);
    return at < 0 ? undefined : this.#commit(service, at);
  }

  async changedFiles(repository: string, sha: string): Promise<ChangedFile[]> {
    return this.#isSynthetic(repository)
      ? [
          {
            path: 'src/main.ts',
            status: 'modified',
            additions: 3,
            deletions: 1,
            blob: sha1(`blob ${sha}`),
          },
        ]
      : this.disk.changedFiles(repository, sha);
  }

  async compare(
    repository: string,
    base: string,
    head: string,
  ): Promise<Comparison | undefined> {
    if (!this.#isSynthetic(repository)) {
      return this.disk.compare(repository, base, head);
    }
    const [older, newer] = await Promise.all(
      [base, head].map(ref => this.commits(repository, { ref })),
    );
    if (older.length === 0 || newer.length === 0) {
      return undefined;
    }
    const common = Math.min(older.length, newer.length);
    const ahead = newer.slice(0, newer.length - common).reverse();
    return {
      base: older[0],
      head: newer[0],
      mergeBase: older[older.length - common],
      ahead,
      behind: older.length - common,
      files: ahead.length ? await this.changedFiles(repository, head) : [],
    };
  }

  async refs(repository: string, prefix: string): Promise<Map<string, string>> {
    if (repository === FLEET) {
      return new Map([['refs/heads/main', sha1('fleet')]]);
    }
    const service = this.service(repository);
    if (!service) {
      return this.disk.refs(repository, prefix);
    }
    const last = service.versions[service.versions.length - 1];
    const all: [string, string][] = [
      ['refs/heads/main', last.sha],
      ...service.versions.map((each): [string, string] => [
        `refs/tags/v${each.version}`,
        each.sha,
      ]),
    ];
    return new Map(
      all.filter(
        ([ref]) =>
          ref === prefix || ref.startsWith(prefix.replace(/\/?$/, '/')),
      ),
    );
  }

  async tree(repository: string, treeish: string, recursive: boolean) {
    return this.#isSynthetic(repository)
      ? undefined
      : this.disk.tree(repository, treeish, recursive);
  }

  async blob(repository: string, expression: string) {
    return this.#isSynthetic(repository)
      ? undefined
      : this.disk.blob(repository, expression);
  }

  async archive(repository: string, sha: string) {
    return this.#isSynthetic(repository)
      ? undefined
      : this.disk.archive(repository, sha);
  }

  async mergeTree(repository: string, base: string, head: string) {
    return this.#isSynthetic(repository)
      ? undefined
      : this.disk.mergeTree(repository, base, head);
  }

  #isSynthetic(repository: string): boolean {
    return repository === FLEET || this.service(repository) !== undefined;
  }

  #fleetCommit(sha: string): CommitWithTree {
    const hours = parseInt(sha.slice(0, 6), 16) % 1_440;
    const at = new Date(this.now.getTime() - hours * 3_600_000)
      .toISOString()
      .replace(/\.\d{3}Z$/, 'Z');
    const subject = 'Deploy a new version';
    return {
      sha,
      parents: [],
      author: { name: ci.name, email: ci.email },
      authoredAt: at,
      committedAt: at,
      subject,
      message: subject,
      tree: sha1(`tree ${sha}`),
    };
  }

  #info(name: string): RepositoryInfo {
    return {
      fullName: `acme/${name}`,
      description: `Synthetic service ${name}`,
      createdAt: '2026-01-05T08:00:00Z',
      language: 'TypeScript',
    };
  }

  #commit(service: SyntheticService, index: number): CommitWithTree {
    const { sha, author, committedAt, subject } = service.versions[index];
    const at = committedAt.toISOString().replace(/\.\d{3}Z$/, 'Z');
    return {
      sha,
      parents: index === 0 ? [] : [service.versions[index - 1].sha],
      author: { name: author.name, email: author.email },
      authoredAt: at,
      committedAt: at,
      subject,
      message: subject,
      tree: sha1(`tree ${sha}`),
    };
  }
}
