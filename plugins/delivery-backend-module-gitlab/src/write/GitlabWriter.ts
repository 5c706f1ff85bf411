import {
  SourceFailure,
  type CommitRequest,
  type OperateContext,
  type RepositoryWriter,
  WriteTurns,
} from '@throughline/plugin-delivery-node';
import { z } from 'zod';
import type { ActClient } from '../api/ActClient';
import { findCommit } from './commits/findCommit';
import { listFiles } from './commits/listFiles';
import { readFiles } from './commits/readFiles';
import { noSuchBranch, readHead } from './commits/readHead';
import { writeCommit } from './commits/writeCommit';
import { closeMergeRequest } from './merges/closeMergeRequest';
import { getMergeRequest } from './merges/getMergeRequest';
import { openMergeRequest } from './merges/openMergeRequest';
import { setStatus } from './merges/setStatus';
import { ProjectCall } from '../api/ProjectCall';
import type { WriteRule } from './WriteRule';

const Project = z.object({ default_branch: z.string().min(1) });

/** Writes to the projects of a host by its API, without a copy of them. */
export class GitlabWriter implements RepositoryWriter {
  readonly pullRequests: NonNullable<RepositoryWriter['pullRequests']>;
  readonly #turns = new WriteTurns();

  constructor(
    private readonly client: ActClient,
    private readonly rule: WriteRule,
  ) {
    const inTurn = async <T>(
      request: { repository: string },
      context: OperateContext,
      work: (call: ProjectCall) => Promise<T>,
    ) => this.#inTurn(request.repository, context, work);
    this.pullRequests = {
      open: (request, context) =>
        inTurn(request, context, call => openMergeRequest(call, request)),
      get: async (request, context) =>
        getMergeRequest(this.#call(request.repository, context), request),
      setStatus: (request, context) =>
        inTurn(request, context, call => setStatus(call, request)),
      close: (request, context) =>
        inTurn(request, context, call => closeMergeRequest(call, request)),
    };
  }

  handles(repository: string): true | { reason: string } {
    const judged = this.rule.judge(repository);
    return typeof judged === 'string' ? true : judged;
  }

  async head(
    repository: string,
    branch: string | undefined,
    context: OperateContext,
  ): Promise<{ branch: string; sha: string }> {
    const call = this.#call(repository, context);
    const wanted = branch ?? (await defaultBranch(call));
    const sha = await readHead(call, wanted);
    if (sha === undefined) {
      throw noSuchBranch(call, wanted);
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

  #call(repository: string, { signal }: OperateContext): ProjectCall {
    const judged = this.rule.judge(repository);
    if (typeof judged !== 'string') {
      throw new SourceFailure(
        'configuration',
        `${repository.slice(0, 200)}: ${judged.reason}`,
      );
    }
    return new ProjectCall(this.client, judged, signal);
  }

  #inTurn<T>(
    repository: string,
    context: OperateContext,
    work: (call: ProjectCall) => Promise<T>,
  ): Promise<T> {
    const call = this.#call(repository, context);
    return this.#turns.take(call.project, context.signal, () => work(call));
  }
}

async function defaultBranch(call: ProjectCall): Promise<string> {
  const { json } = await call.send({ asked: 'look a project up', path: [] });
  const { data } = Project.safeParse(json);
  if (!data) {
    throw call.misshapen('The default branch');
  }
  return data.default_branch;
}
