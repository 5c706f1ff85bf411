import {
  SourceFailure,
  type CommitRequest,
  type OperateContext,
  type PullRequestState,
  type RepositoryWriter,
} from '@throughline/plugin-delivery-node';
import { z } from 'zod';
import { Paced } from '../api/Paced';
import type { RepositoryRule } from '../api/RepositoryRule';
import type { WriteClient } from '../api/WriteClient';
import type { RepositoryName } from '../graphql/queryRepositories';
import { findCommit } from './commits/findCommit';
import { listFiles } from './commits/listFiles';
import { readFiles } from './commits/readFiles';
import { noSuchBranch, readHead } from './commits/readHead';
import { writeCommit } from './commits/writeCommit';
import { closePull } from './pulls/closePull';
import { getPull } from './pulls/getPull';
import { openPull } from './pulls/openPull';
import { setStatus } from './pulls/setStatus';

const Repository = z.object({ default_branch: z.string().min(1) });

/** Writes to the repositories of a host by its API of Git's objects, without a copy of them. */
export class GithubWriter implements RepositoryWriter {
  readonly pullRequests: NonNullable<RepositoryWriter['pullRequests']>;

  constructor(
    private readonly client: WriteClient,
    private readonly rule: RepositoryRule,
    private readonly webUrl: string,
    paceMs?: number,
  ) {
    const paced = new Paced<PullRequestState>(paceMs);
    const named = (repository: string) => this.#named(repository);
    this.pullRequests = {
      open: async (request, context) =>
        openPull(client, named(request.repository), request, context),
      get: async (request, context) => {
        const { repository, number, headSha } = request;
        const name = named(repository);
        return paced.take(JSON.stringify([repository, number, headSha]), () =>
          getPull(client, name, { number, headSha }, context),
        );
      },
      setStatus: async (request, context) =>
        setStatus(client, named(request.repository), request, context),
      close: async (request, context) =>
        closePull(client, named(request.repository), request, context),
    };
  }

  handles(repository: string): true | { reason: string } {
    const judged = this.rule.judge(repository);
    return 'reason' in judged ? judged : true;
  }

  async head(
    repository: string,
    branch: string | undefined,
    context: OperateContext,
  ): Promise<{ branch: string; sha: string }> {
    const name = this.#named(repository);
    const wanted = branch ?? (await this.#defaultBranch(name, context));
    const sha = await readHead(this.client, name, wanted, context);
    if (sha === undefined) {
      throw noSuchBranch(name, wanted);
    }
    return { branch: wanted, sha };
  }

  async read(
    request: { repository: string; ref: string; paths: readonly string[] },
    context: OperateContext,
  ): Promise<Record<string, string | null>> {
    const name = this.#named(request.repository);
    return readFiles(this.client, name, request, context);
  }

  async list(
    request: { repository: string; ref: string; folder: string },
    context: OperateContext,
  ): Promise<string[]> {
    const name = this.#named(request.repository);
    return listFiles(this.client, name, request, context);
  }

  async commit(request: CommitRequest, context: OperateContext) {
    const name = this.#named(request.repository);
    const result = await writeCommit(this.client, name, request, context);
    return result.type === 'conflict'
      ? result
      : {
          ...result,
          url: `${this.webUrl}/${name.owner}/${name.name}/commit/${result.sha}`,
        };
  }

  async findCommit(
    request: {
      repository: string;
      branch: string;
      since: string;
      text: string;
    },
    context: OperateContext,
  ) {
    const name = this.#named(request.repository);
    return findCommit(this.client, name, request, context);
  }

  #named(repository: string): RepositoryName {
    const judged = this.rule.judge(repository);
    if ('reason' in judged) {
      throw new SourceFailure(
        'configuration',
        `${repository.slice(0, 200)}: ${judged.reason}`,
      );
    }
    return judged;
  }

  async #defaultBranch(
    name: RepositoryName,
    context: OperateContext,
  ): Promise<string> {
    const { json } = await this.client.call(
      name,
      {
        asked: 'look a repository up',
        path: [],
        permission: 'contents: write',
      },
      context,
    );
    const { data } = Repository.safeParse(json);
    if (!data) {
      throw new SourceFailure(
        'protocol',
        `${name.identity} was told in another shape`,
      );
    }
    return data.default_branch;
  }
}
