import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  OperationParameter,
  OperationStep,
  OperationType,
} from '@throughline/plugin-delivery-common';
import type { RunItem, TargetItem } from './items';

/**
 * What an operation is about.
 *
 * @public
 */
export type OperationSubject =
  | { kind: 'target'; target: TargetItem }
  | { kind: 'run'; run: RunItem }
  | {
      kind: 'pipeline';
      /** One of the keys that runs of it have, see `RunItem.pipelineKeys`, or `RunItem.definition`. */
      pipeline: string;
      repository?: string;
    };

/**
 * What an operation is called with.
 *
 * @public
 */
export interface OperationRequest {
  subject: OperationSubject;
  /** Values of the form, as text. */
  parameters: Readonly<Record<string, string>>;
  /**
   * The operation's own token: letters, digits and `-`, at most 40 characters. Whatever the upstream can keep of it (an
   * annotation, an info, a trailer, a cause) lets {@link SourceOperation.find} tell what this operation has done.
   */
  token: string;
  /** Who asks, to be told to the upstream where it takes a word. */
  actor: string;
  /**
   * ISO 8601, by the portal's clock; nothing was done for this operation before. It helps {@link SourceOperation.find}
   * where an upstream keeps no token.
   */
  since?: string;
}

/**
 * What an operation is called in.
 *
 * @public
 */
export interface OperateContext {
  signal: AbortSignal;
  logger: LoggerService;
}

/**
 * What is remembered of an operation that was started, so that it can be followed after a restart.
 *
 * @public
 */
export type OperationHandle = Readonly<Record<string, string>>;

/**
 * How far something that was started has come.
 *
 * @public
 */
export interface OperationProgress {
  state: 'running' | 'waiting' | 'succeeded' | 'failed' | 'unknown';
  /** Why, where it waits, failed or is unknown. */
  message?: string;
  steps?: OperationStep[];
  url?: string;
  /** Key of the deployment that it is or was, where the upstream tells for certain: its history says who asked. */
  deployment?: string;
}

/**
 * Something that a source can be asked to do.
 *
 * @public
 */
export interface SourceOperation {
  readonly operation: OperationType;
  readonly subject: OperationSubject['kind'];
  /** The upstream's words for the targets that it applies to, such as `Application`; of a run or pipeline, none. */
  readonly resources: readonly string[];

  /**
   * Why it cannot be asked for at present, in words; undefined where it can. Pure: it goes by what was observed, so
   * that a page can say so before anybody asks.
   */
  unavailable?(subject: OperationSubject): string | undefined;

  /**
   * The form that it is started with; none where absent.
   *
   * @throws SourceFailure
   */
  parameters?(
    subject: OperationSubject,
    context: OperateContext,
  ): Promise<OperationParameter[]>;

  /**
   * Acts. An error of kind `timeout` or `unreachable` says that nobody knows whether it acted: then `find` is asked
   * before it is called again. Any other failure says that it did not.
   *
   * @throws SourceFailure
   */
  start(
    request: OperationRequest,
    context: OperateContext,
  ): Promise<OperationHandle>;

  /**
   * Looks whether an earlier `start` of this token has acted.
   *
   * @returns undefined where it has not; `unsure` where the upstream cannot tell
   * @throws SourceFailure
   */
  find(
    request: OperationRequest,
    context: OperateContext,
  ): Promise<OperationHandle | 'unsure' | undefined>;

  /**
   * Reads how far it has come. It is asked every few seconds until it is none of `running` and `waiting`.
   *
   * @throws SourceFailure
   */
  follow(
    handle: OperationHandle,
    context: OperateContext,
  ): Promise<OperationProgress>;
}

/**
 * Says that a branch is not where the writer believed it to be: somebody else was faster.
 *
 * @public
 */
export interface WriteConflict {
  type: 'conflict';
  /** Where the branch is now. */
  head: string;
}

/**
 * A commit to be written.
 *
 * @public
 */
export interface CommitRequest {
  repository: string;
  branch: string;
  /** The commit that the branch must be at. */
  parent: string;
  /** Whole files by path; null removes one. */
  files: Readonly<Record<string, string | null>>;
  /** With its trailers. */
  message: string;
  author?: { name: string; email: string };
}

/**
 * A pull or merge request to be opened.
 *
 * @public
 */
export interface PullRequestRequest extends Omit<CommitRequest, 'branch'> {
  /** The branch that it is to be merged into. */
  base: string;
  /** The branch that is made for it. It is the operation's own; where it exists, an earlier attempt made it. */
  branch: string;
  title: string;
  body: string;
}

/**
 * How a pull request fares.
 *
 * @public
 */
export interface PullRequestState {
  number: number;
  url: string;
  state: 'open' | 'merged' | 'closed';
  headSha: string;
  mergeSha?: string;
  /** Why it cannot be merged at present, as far as the forge tells: checks, reviews, conflicts, a queue. */
  waitsFor?: string;
  /** True where somebody has added commits to it. */
  edited: boolean;
}

/**
 * Writes to the repositories of a host through its API, or by a push.
 *
 * @public
 */
export interface RepositoryWriter {
  /** Whether it may write to a repository, as far as its configuration tells; a reason where not. */
  handles(repository: string): true | { reason: string };
  /** Where a branch is; the default branch unless told. */
  head(
    repository: string,
    branch: string | undefined,
    context: OperateContext,
  ): Promise<{ branch: string; sha: string }>;
  /** Files as they are at a commit; null where there is none. */
  read(
    request: { repository: string; ref: string; paths: readonly string[] },
    context: OperateContext,
  ): Promise<Record<string, string | null>>;
  /** Paths of the files below a folder at a commit, at most 500. */
  list(
    request: { repository: string; ref: string; folder: string },
    context: OperateContext,
  ): Promise<string[]>;
  /**
   * Writes one commit. Nothing is written where the branch has moved.
   *
   * @throws SourceFailure; of kind `timeout` or `unreachable` where nobody knows whether it was written
   */
  commit(
    request: CommitRequest,
    context: OperateContext,
  ): Promise<{ type: 'written'; sha: string; url?: string } | WriteConflict>;
  /** Commits of a branch since one, newest first, by what their message holds: to find out what became of a write. */
  findCommit(
    request: {
      repository: string;
      branch: string;
      since: string;
      text: string;
    },
    context: OperateContext,
  ): Promise<{ sha: string; url?: string } | undefined>;
  /** Absent where the host has no pull requests. */
  readonly pullRequests?: {
    /** Opens one, or gives the one that its branch already has. */
    open(
      request: PullRequestRequest,
      context: OperateContext,
    ): Promise<PullRequestState | WriteConflict>;
    get(
      request: { repository: string; number: number; headSha: string },
      context: OperateContext,
    ): Promise<PullRequestState>;
    /** Says beside its head what a gate says, so that branch protection can ask for it. */
    setStatus(
      request: {
        repository: string;
        sha: string;
        context: string;
        state: 'pending' | 'success' | 'failure';
        description: string;
        url?: string;
      },
      context: OperateContext,
    ): Promise<void>;
    close(
      request: { repository: string; number: number; comment: string },
      context: OperateContext,
    ): Promise<void>;
  };
}
