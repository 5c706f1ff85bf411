import {
  SourceFailure,
  type ObserveContext,
} from '@throughline/plugin-delivery-node';
import type { GitAccess } from '../access/GitAccess';
import { GitFailed } from '../git/GitFailed';
import { gitEnvironment } from '../git/gitEnvironment';
import { judgeFailure } from '../git/judgeFailure';
import { runGit, type GitCall } from '../git/runGit';
import { BrokenMirror } from './BrokenMirror';
import { parseRemoteRefs, type RemoteRefs } from './RemoteRefs';

const LOOK_MS = 30_000;
const FETCH_MS = 2 * 3_600_000;
/** A host that counts objects says so every second. */
const FETCH_SILENCE_MS = 90_000;

const BROKEN = [
  /\.lock': File exists/,
  /(object file|loose object|packfile|pack) .*(empty|corrupt|invalid|missing|cannot be accessed|does not match)/i,
  /not a git repository(: '| \(or)/i,
  /bad (object|tree)|did not send all necessary objects|failed to traverse parents/i,
  /unable to (read|find|parse) (tree|commit|object|[0-9a-f]{40})/i,
  /could not (parse|read) (commit|[0-9a-f]{40})/i,
];

/** A repository at its host. */
export class Remote {
  constructor(
    private readonly options: {
      identity: string;
      url: string;
      access: GitAccess;
      /** The source's own folder. */
      folder: string;
      context: Pick<ObserveContext, 'signal' | 'countCall'>;
    },
  ) {}

  get url(): string {
    return this.options.url;
  }

  /**
   * Where its branches and tags point, without anything of their contents.
   *
   * @throws SourceFailure
   */
  async look(): Promise<RemoteRefs> {
    const answer = await this.#call('ls-remote', {
      arguments: [
        'ls-remote',
        '--quiet',
        '--symref',
        '--',
        this.url,
        'HEAD',
        'refs/heads/*',
        'refs/tags/*',
      ],
      deadlineMs: LOOK_MS,
    });
    if (answer.trim() === '') {
      throw this.nothing();
    }
    return parseRemoteRefs(answer);
  }

  /**
   * Brings references or commits into a mirror, without the contents of files where the host can leave them out.
   *
   * @param folder - the mirror's
   * @throws SourceFailure; BrokenMirror where it is our copy that is at fault
   */
  async fetch(
    folder: string,
    refspecs: readonly string[],
    onProgress: () => void,
  ): Promise<void> {
    await this.#call(
      'fetch',
      {
        arguments: [
          'fetch',
          '--progress',
          '--no-tags',
          '--no-write-fetch-head',
          '--no-recurse-submodules',
          '--filter=blob:none',
          // A single commit says nothing of what is gone.
          ...(refspecs.every(spec => spec.includes(':')) ? ['--prune'] : []),
          'origin',
          ...refspecs,
        ],
        deadlineMs: FETCH_MS,
        silenceMs: FETCH_SILENCE_MS,
        onProgress,
      },
      {
        config: [['remote.origin.url', this.url]],
        environment: { GIT_DIR: folder },
      },
    );
  }

  /**
   * Git takes a web page for a server of its oldest protocol that has nothing: so an empty repository cannot be told from
   * a login page, and what is known must not vanish for that.
   */
  nothing(): SourceFailure {
    const { identity } = this.options;
    return new SourceFailure(
      'protocol',
      `${identity}: ${
        identity.split('/')[0]
      } tells of no branch: the repository is empty, or a login page or proxy answers in Git’s place`,
    );
  }

  async #call(
    operation: string,
    call: Omit<GitCall, 'environment' | 'folder' | 'signal'>,
    more: {
      config?: readonly (readonly [string, string])[];
      environment?: Record<string, string>;
    } = {},
  ): Promise<string> {
    const { access, context, folder, identity, url } = this.options;
    const settings = await access.settings(folder);
    const environment = gitEnvironment({
      home: folder,
      schemes: [url.slice(0, url.indexOf(':'))],
      config: [...settings.config, ...(more.config ?? [])],
      more: { ...settings.environment, ...more.environment },
    });
    try {
      const answer = await runGit({
        ...call,
        environment,
        folder,
        signal: context.signal,
      });
      context.countCall({ operation, outcome: 'ok' });
      return answer;
    } catch (error) {
      context.countCall({ operation, outcome: 'error' });
      if (!(error instanceof GitFailed)) {
        throw error;
      }
      throw more.environment?.GIT_DIR && isBroken(error)
        ? new BrokenMirror()
        : judgeFailure(error, identity, settings.secrets);
    }
  }
}

/** Whether it is our copy that is at fault: a process that was killed in the middle leaves such behind. */
function isBroken(failed: GitFailed): boolean {
  return BROKEN.some(pattern => pattern.test(failed.errors()));
}
