import {
  SourceFailure,
  type CommitRequest,
  type OperateContext,
  type RepositoryWriter,
  type WriteConflict,
  decodeText,
} from '@throughline/plugin-delivery-node';
import type { HostConfig } from '../config/readHost';
import { branchRef } from './branchName';
import { makeCommit } from './makeCommit';
import { push } from './push';
import { BASE, refuseOtherThanFile, Scratch } from './Scratch';
import { ScratchFolders } from './ScratchFolders';

const MAX_FILES = 500;
const MAX_COMMITS = 300;

/** Writes to the repositories of a host by pushing to them. */
export class GitWriter implements RepositoryWriter {
  readonly #folders: ScratchFolders;

  constructor(private readonly host: HostConfig) {
    this.#folders = new ScratchFolders(host.directory);
  }

  handles(repository: string): true | { reason: string } {
    const { host, remotes, write } = this.host;
    if (!repository.startsWith(`${host}/`) || !remotes.urlOf(repository)) {
      return { reason: `it is no repository of ${host}` };
    }
    return write
      ? true
      : {
          reason: `nothing is written to ${host}: 'write' is not set for it in delivery.git.hosts`,
        };
  }

  head(
    repository: string,
    branch: string | undefined,
    context: OperateContext,
  ): Promise<{ branch: string; sha: string }> {
    return this.#with(repository, context, async scratch => {
      const found = await look(scratch, branch);
      if (!found) {
        throw new SourceFailure(
          'configuration',
          branch === undefined
            ? `${repository} has no default branch, or its host does not tell it: name the branch`
            : `${repository} has no branch '${branch.slice(0, 100)}'`,
        );
      }
      return found;
    });
  }

  read(
    request: { repository: string; ref: string; paths: readonly string[] },
    context: OperateContext,
  ): Promise<Record<string, string | null>> {
    const { repository, paths } = request;
    return this.#with(repository, context, async scratch => {
      const commit = await bring(scratch, request.ref);
      const entries = await scratch.entries(commit, paths);
      const files: [string, string | null][] = [];
      for (const path of paths) {
        const entry = entries.get(path);
        const what = `${path.slice(0, 200)} of ${repository}`;
        if (entry) {
          refuseOtherThanFile(entry, what);
        }
        files.push([
          path,
          entry ? decodeText(await scratch.blob(entry.oid), what) : null,
        ]);
      }
      return Object.fromEntries(files);
    });
  }

  list(
    request: { repository: string; ref: string; folder: string },
    context: OperateContext,
  ): Promise<string[]> {
    const folder = request.folder.replace(/^\/+|\/+$/g, '');
    return this.#with(request.repository, context, async scratch => {
      const commit = await bring(scratch, request.ref);
      const entries = await scratch.entries(
        commit,
        folder ? [`${folder}/`] : [],
        true,
      );
      return [...entries]
        .filter(
          ([path, { type }]) =>
            type === 'blob' && (!folder || path.startsWith(`${folder}/`)),
        )
        .map(([path]) => path)
        .slice(0, MAX_FILES);
    });
  }

  commit(
    request: CommitRequest,
    context: OperateContext,
  ): Promise<{ type: 'written'; sha: string } | WriteConflict> {
    const { repository, branch, parent } = request;
    return this.#with(repository, context, async scratch => {
      const headNow = async () => {
        const found = await look(scratch, branch);
        if (!found) {
          throw new SourceFailure(
            'configuration',
            `${repository} has no branch '${branch.slice(0, 100)}'`,
          );
        }
        return found.sha;
      };
      const before = await headNow();
      if (before !== parent) {
        return { type: 'conflict', head: before };
      }
      const ref = branchRef(branch);
      await scratch.fetch(ref, { depth: 1, filter: 'blob:none' });
      const fetched = await scratch.base();
      if (fetched !== parent) {
        return { type: 'conflict', head: fetched };
      }
      const sha = await makeCommit(scratch, request, this.host.committer);
      if (await push(scratch, { ref, from: parent, to: sha })) {
        return { type: 'written', sha };
      }
      return { type: 'conflict', head: await headNow() };
    });
  }

  findCommit(
    request: {
      repository: string;
      branch: string;
      since: string;
      text: string;
    },
    context: OperateContext,
  ): Promise<{ sha: string } | undefined> {
    const { repository, branch, since, text } = request;
    return this.#with(repository, context, async scratch => {
      if (!(await look(scratch, branch))) {
        return undefined;
      }
      await scratch.fetch(branchRef(branch), {
        depth: MAX_COMMITS + 1,
        filter: 'tree:0',
      });
      const log = await scratch.local([
        'log',
        '-z',
        '--encoding=UTF-8',
        `--max-count=${MAX_COMMITS}`,
        '--format=%H %B',
        BASE,
        '--',
      ]);
      const commits = log
        .split('\0')
        .filter(Boolean)
        .map(each => ({ sha: each.slice(0, each.indexOf(' ')), each }));
      const end = commits.findIndex(({ sha }) => sha === since);
      const found = commits
        .slice(0, end < 0 ? undefined : end)
        .find(({ each }) => each.includes(text));
      if (!found && end < 0 && commits.length === MAX_COMMITS) {
        throw new SourceFailure(
          'protocol',
          `More than ${MAX_COMMITS} commits came to '${branch}' of ${repository} since: whether one of them is the one that was looked for cannot be told`,
        );
      }
      return found && { sha: found.sha };
    });
  }

  async #with<T>(
    repository: string,
    { signal }: OperateContext,
    work: (scratch: Scratch) => Promise<T>,
  ): Promise<T> {
    const judged = this.handles(repository);
    if (judged !== true) {
      throw new SourceFailure(
        'configuration',
        `${repository.slice(0, 200)}: ${judged.reason}`,
      );
    }
    return this.#folders.with(async folder => {
      const scratch = new Scratch({
        folder,
        identity: repository,
        url: this.host.remotes.urlOf(repository)!,
        access: this.host.access,
        signal,
      });
      await scratch.create();
      return work(scratch);
    });
  }
}

/** Where a branch, or the default one, is at the host. */
async function look(
  scratch: Scratch,
  branch: string | undefined,
): Promise<{ branch: string; sha: string } | undefined> {
  const wanted = branch === undefined ? 'HEAD' : branchRef(branch);
  const answer = await scratch.remote([
    'ls-remote',
    '--quiet',
    '--symref',
    'origin',
    wanted,
  ]);
  const lines = answer.split('\n').map(line => line.split('\t', 2));
  const sha = lines.find(
    ([value, name]) => name === wanted && /^[0-9a-f]{40,64}$/.test(value),
  )?.[0];
  const symbolic = lines.find(
    ([value, name]) => name === 'HEAD' && value.startsWith('ref: '),
  )?.[0];
  const name = branch ?? /^ref: refs\/heads\/(.+)$/.exec(symbolic ?? '')?.[1];
  return sha && name ? { branch: name, sha } : undefined;
}

/** Brings a commit or branch. */
async function bring(scratch: Scratch, ref: string): Promise<string> {
  await scratch.fetch(/^[0-9a-f]{40,64}$/.test(ref) ? ref : branchRef(ref), {
    depth: 1,
    filter: 'blob:none',
  });
  return scratch.base();
}
