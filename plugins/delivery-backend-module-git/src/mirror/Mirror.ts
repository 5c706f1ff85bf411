import { mkdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { GitFailed } from '../git/GitFailed';
import { gitEnvironment } from '../git/gitEnvironment';
import { runGit, type GitCall } from '../git/runGit';
import { LOG_FORMAT, LogParser, type LogCommit } from '../history/LogParser';
import type { PathSet } from '../history/PathSet';
import { BrokenMirror } from './BrokenMirror';
import { parseMirrorRefs, REF_FORMAT, type MirrorRef } from './parseMirrorRefs';
import type { Remote } from './Remote';
import type { RemoteRefs } from './RemoteRefs';

const LOCAL_MS = 5 * 60_000;

/** Which commits a log is of. */
export interface LogRange {
  from: readonly string[];
  /** What these reach is left out. */
  without?: readonly string[];
  /** The most of them; or `alone`, for those of `from` only. */
  limit: number | 'alone';
  /** Only commits that touch this file or folder. */
  path?: string;
}

/**
 * A copy of a repository's commits and folders, without the contents of its files where the host can leave them out. It
 * is made once and brought up to date from then on.
 */
export class Mirror {
  constructor(
    private readonly options: {
      folder: string;
      remote: Remote;
      signal: AbortSignal;
    },
  ) {}

  /** Whether it was fetched at least once. */
  async exists(): Promise<boolean> {
    return (await this.#mark()) !== undefined;
  }

  /** Whether it holds what the host tells. */
  async isAt(refs: RemoteRefs): Promise<boolean> {
    return (await this.#mark()) === refs.mark;
  }

  /**
   * Brings what is new, and drops branches and tags that are gone.
   *
   * @throws SourceFailure, BrokenMirror
   */
  async fetch(refs: RemoteRefs, onProgress: () => void): Promise<void> {
    const { folder } = this.options;
    if (!(await this.exists())) {
      await this.remove();
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await this.#local({ arguments: ['init', '--quiet', '--bare'] });
    }
    await this.options.remote.fetch(
      folder,
      [
        '+refs/heads/*:refs/heads/*',
        '+refs/tags/*:refs/tags/*',
        // A head that is on no branch would not come otherwise.
        ...(refs.head ? ['+HEAD:refs/throughline/head'] : []),
      ],
      onProgress,
    );
    if ((await this.refs()).length === 0) {
      throw this.options.remote.nothing();
    }
    await writeFile(this.#markFile, refs.mark);
  }

  /**
   * Brings a commit that no branch or tag leads to any more, where the host still has it and gives it.
   *
   * @throws SourceFailure where it does not; BrokenMirror
   */
  async fetchCommit(sha: string): Promise<void> {
    const { folder, remote } = this.options;
    await remote.fetch(folder, [sha], () => {});
  }

  /** Its branches and tags. */
  async refs(): Promise<MirrorRef[]> {
    return parseMirrorRefs(
      await this.#local({
        arguments: [
          'for-each-ref',
          `--format=${REF_FORMAT}`,
          'refs/heads',
          'refs/tags',
        ],
      }),
    );
  }

  /** Those of the commits that it has. */
  async existing(shas: readonly string[]): Promise<Set<string>> {
    const answer = await this.#local({
      arguments: ['cat-file', '--batch-check=%(objectname) %(objecttype)'],
      input: `${shas.join('\n')}\n`,
    });
    return new Set(
      [...answer.matchAll(/^([0-9a-f]{40}) commit$/gm)].map(([, sha]) => sha),
    );
  }

  /**
   * Commits, newest first.
   *
   * @throws BrokenMirror
   */
  async log(range: LogRange, paths: PathSet): Promise<LogCommit[]> {
    if (range.from.length === 0) {
      return [];
    }
    const commits: LogCommit[] = [];
    const parser = new LogParser(paths, commit => commits.push(commit));
    await this.#local({
      arguments: [
        'log',
        '-z',
        '--name-only',
        '--no-renames',
        // A merge touches what it brought in.
        '--diff-merges=first-parent',
        '--root',
        '--encoding=UTF-8',
        `--format=${LOG_FORMAT}`,
        // A limit would undo `--no-walk`.
        range.limit === 'alone'
          ? '--no-walk=sorted'
          : `--max-count=${range.limit}`,
        '--stdin',
        ...(range.path === undefined
          ? []
          : ['--', `:(top,literal)${range.path}`]),
      ],
      input: [
        ...range.from,
        ...(range.without ?? []).map(sha => `^${sha}`),
        '',
      ].join('\n'),
      onOutput: chunk => parser.push(chunk),
    });
    parser.end();
    return commits;
  }

  /** Says that it is still of use. */
  async touch(): Promise<void> {
    const now = new Date();
    await utimes(this.options.folder, now, now).catch(() => {});
  }

  async remove(): Promise<void> {
    await rm(this.options.folder, { recursive: true, force: true });
  }

  /** A first fetch that was broken off leaves a folder without it. */
  get #markFile(): string {
    return path.join(this.options.folder, 'throughline-mark');
  }

  #mark(): Promise<string | undefined> {
    return readFile(this.#markFile, 'utf8').catch(() => undefined);
  }

  /** A call that stays on this machine: no transport is allowed, so that nothing missing is fetched piece by piece. */
  #local(
    call: Pick<GitCall, 'arguments' | 'input' | 'onOutput'>,
  ): Promise<string> {
    const { folder, signal } = this.options;
    const home = path.dirname(folder);
    return runGit({
      ...call,
      folder: home,
      environment: gitEnvironment({
        home,
        schemes: [],
        more: { GIT_DIR: folder },
      }),
      signal,
      deadlineMs: LOCAL_MS,
    }).catch((error: unknown) => {
      throw error instanceof GitFailed ? new BrokenMirror() : error;
    });
  }
}
