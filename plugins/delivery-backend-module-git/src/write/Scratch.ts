import { SourceFailure } from '@throughline/plugin-delivery-node';
import type { GitAccess } from '../access/GitAccess';
import { GitFailed } from '../git/GitFailed';
import { gitEnvironment } from '../git/gitEnvironment';
import { judgeFailure } from '../git/judgeFailure';
import { runGit } from '../git/runGit';

const DEADLINE_MS = 60_000;
/** Where the branch that is worked on lies. */
export const BASE = 'refs/throughline/base';

/** A commit, and what it holds at a path. */
export interface TreeEntry {
  mode: string;
  type: string;
  oid: string;
}

/**
 * A repository for one piece of work, with as little of the host's in it as the work needs. It is nobody else's: what
 * is collected goes on beside it, and nothing of a piece of work that failed is left.
 */
export class Scratch {
  constructor(
    private readonly options: {
      folder: string;
      identity: string;
      url: string;
      access: GitAccess;
      signal: AbortSignal;
    },
  ) {}

  async create(): Promise<void> {
    await this.local(['init', '--quiet', '--bare', this.options.folder]);
  }

  /**
   * Brings a branch or commit, without contents of files where the host can leave them out.
   *
   * @param depth - how many generations of commits
   * @throws SourceFailure
   */
  async fetch(
    ref: string,
    options: { depth: number; filter: 'blob:none' | 'tree:0' },
  ): Promise<void> {
    await this.remote([
      'fetch',
      '--quiet',
      '--no-tags',
      '--no-write-fetch-head',
      '--no-recurse-submodules',
      `--depth=${options.depth}`,
      `--filter=${options.filter}`,
      'origin',
      `+${ref}:${BASE}`,
    ]);
  }

  /** Where {@link Scratch.fetch} has led. */
  async base(): Promise<string> {
    return (
      await this.local(['rev-parse', '--verify', `${BASE}^{commit}`])
    ).trim();
  }

  /** What a commit holds at some paths, or below one that ends with `/`. */
  async entries(
    commit: string,
    paths: readonly string[],
    recursive = false,
  ): Promise<Map<string, TreeEntry>> {
    const answer = await this.local([
      'ls-tree',
      ...(recursive ? ['-r'] : []),
      '-z',
      '--full-tree',
      commit,
      '--',
      ...paths,
    ]);
    return new Map(
      answer
        .split('\0')
        .filter(Boolean)
        .map(line => {
          const tab = line.indexOf('\t');
          const [mode, type, oid] = line.slice(0, tab).split(' ');
          return [line.slice(tab + 1), { mode, type, oid }];
        }),
    );
  }

  /** The bytes of a file, from the host where they are not here. */
  async blob(oid: string): Promise<Buffer> {
    const chunks: Buffer[] = [];
    await this.remote(['cat-file', 'blob', oid], {
      onOutput: chunk => chunks.push(chunk),
    });
    return Buffer.concat(chunks);
  }

  /** Runs Git without a way to the host: nothing that is missing is fetched piece by piece. */
  local(
    args: readonly string[],
    more: { input?: string; environment?: Record<string, string> } = {},
  ): Promise<string> {
    return this.#run(args, { ...more, schemes: [], config: [], secrets: [] });
  }

  /** @throws SourceFailure */
  async remote(
    args: readonly string[],
    more: { onOutput?: (chunk: Buffer) => void } = {},
  ): Promise<string> {
    const { access, folder, url } = this.options;
    const { config, environment, secrets } = await access.settings(folder);
    return this.#run(args, {
      ...more,
      environment,
      schemes: [url.slice(0, url.indexOf(':'))],
      config: [...config, ['remote.origin.url', url]],
      secrets,
    });
  }

  async #run(
    args: readonly string[],
    call: {
      input?: string;
      onOutput?: (chunk: Buffer) => void;
      environment?: Record<string, string>;
      schemes: readonly string[];
      config: readonly (readonly [string, string])[];
      secrets: readonly string[];
    },
  ): Promise<string> {
    const { folder, identity, signal } = this.options;
    try {
      return await runGit({
        arguments: args,
        folder,
        environment: gitEnvironment({
          home: folder,
          schemes: call.schemes,
          config: [
            ...call.config,
            ['gc.auto', '0'],
            ['fetch.writeCommitGraph', 'false'],
          ],
          more: { GIT_DIR: folder, ...call.environment },
        }),
        input: call.input,
        onOutput: call.onOutput,
        signal,
        deadlineMs: DEADLINE_MS,
      });
    } catch (error) {
      if (error instanceof GitFailed) {
        throw judgeFailure(error, identity, call.secrets);
      }
      throw error;
    }
  }
}

/** @throws SourceFailure where an entry is none whose content can be edited */
export function refuseOtherThanFile(
  { mode, type }: TreeEntry,
  what: string,
): void {
  if (type !== 'blob' || !mode.startsWith('100')) {
    const found = mode === '120000' ? 'a symbolic link' : `a ${type}`;
    throw new SourceFailure(
      'configuration',
      `${what} is ${found}, not a file: name the file itself`,
    );
  }
}
