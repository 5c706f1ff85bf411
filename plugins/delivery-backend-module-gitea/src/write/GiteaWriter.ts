import {
  SourceFailure,
  type CommitRequest,
  type OperateContext,
  type RepositoryWriter,
  WriteTurns,
} from '@throughline/plugin-delivery-node';
import type { ActClient } from '../api/ActClient';
import { defaultBranch } from '../api/defaultBranch';
import { RepositoryCall } from '../api/RepositoryCall';
import { findCommit } from './commits/findCommit';
import { listFiles } from './commits/listFiles';
import { readFiles } from './commits/readFiles';
import { noSuchBranch, readHead } from './commits/readHead';
import { writeCommit } from './commits/writeCommit';
import { closePull } from './pulls/closePull';
import { getPull } from './pulls/getPull';
import { openPull } from './pulls/openPull';
import { setStatus } from './pulls/setStatus';
import type { WriteRule } from './WriteRule';

/** Writes to the repositories of a host by its API, without a copy of them. */
export class GiteaWriter implements RepositoryWriter {
  readonly pullRequests: NonNullable<RepositoryWriter['pullRequests']>;
  readonly #turns = new WriteTurns();

  constructor(
    private readonly client: ActClient,
    private readonly rule: WriteRule,
  ) {
    const inTurn = async <T>(
      request: { repository: string },
      context: OperateContext,
      work: (call: RepositoryCall) => Promise<T>,
    ) => this.#inTurn(request.repository, context, work);
    this.pullRequests = {
      open: (request, context) =>
        inTurn(request, context, call => openPull(call, request)),
      get: async (request, context) =>
        getPull(this.#call(request.repository, context), request),
      setStatus: (request, context) =>
        inTurn(request, context, call => setStatus(call, request)),
      close: (request, context) =>
        inTurn(request, context, call => closePull(call, request)),
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
    const call = this.#call(repository, context);
    const wanted = branch ?? (await defaultBranch(call));
    const sha = wanted && (await readHead(call, wanted));
    if (!wanted || !sha) {
      throw noSuchBranch(call, wanted ?? 'HEAD');
    }
    return { branch: wanted, sha };
  }

  async read(
    request: { repository: string; ref: string; paths: readonly string[] },
    context: OperateContext,
  ): Promise<Record<string, string | null>> {
    return readFiles(this.#call(request.repository, context), request);
  }

  async list(
    request: { repository: string; ref: string; folder: string },
    context: OperateContext,
  ): Promise<string[]> {
    return listFiles(this.#call(request.repository, context), request);
  }

  async commit(request: CommitRequest, context: OperateContext) {
    return this.#inTurn(request.repository, context, call =>
      writeCommit(call, request),
    );
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
    return findCommit(this.#call(request.repository, context), request);
  }

  #call(repository: string, { signal }: OperateContext): RepositoryCall {
    const judged = this.rule.judge(repository);
    if ('reason' in judged) {
      throw new SourceFailure(
        'configuration',
        `${repository.slice(0, 200)}: ${judged.reason}`,
      );
    }
    return new RepositoryCall(this.client, judged, signal);
  }

  #inTurn<T>(
    repository: string,
    context: OperateContext,
    work: (call: RepositoryCall) => Promise<T>,
  ): Promise<T> {
    const call = this.#call(repository, context);
    return this.#turns.take(call.name, context.signal, () => work(call));
  }
}
