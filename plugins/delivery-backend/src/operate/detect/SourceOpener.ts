import type { DesiredSource } from '@throughline/plugin-delivery-common';
import {
  SourceFailure,
  type DeliverySource,
  type OperateContext,
  type RepositoryWriter,
} from '@throughline/plugin-delivery-node';
import { identityOf } from '../../link/identityOf';
import { writerFor } from '../plan/writerFor';
import { failureText } from './failureText';
import { RepositoryFiles } from './RepositoryFiles';

/** A repository that a target is made from, at the branch that it asks for. */
export interface OpenSource {
  repository: string;
  branch: string;
  isDefaultBranch: boolean;
  files: RepositoryFiles;
}

/** Why the files of a source are not looked at. */
export interface ClosedSource {
  because: string;
  /** The revision that is asked for, where it is no branch: what is written to files would not be deployed. */
  pinned?: string;
}

/** Opens repositories, each branch once. */
export class SourceOpener {
  readonly #open = new Map<string, Promise<OpenSource | ClosedSource>>();
  readonly #files: RepositoryFiles[] = [];

  constructor(
    private readonly options: {
      sources: readonly DeliverySource[];
      context: OperateContext;
    },
  ) {}

  /** What it is all read within. */
  get signal(): AbortSignal {
    return this.options.context.signal;
  }

  /** Whether there was more in a repository than is looked at. */
  get isCutOff(): boolean {
    return this.#files.some(each => each.isCutOff);
  }

  open(desired: DesiredSource): Promise<OpenSource | ClosedSource> {
    const { url, targetRevision } = desired;
    const repository = desired.chart ? undefined : identityOf(url);
    if (repository === undefined) {
      const because = `${url || 'its source'} is no Git repository`;
      return Promise.resolve({ because });
    }
    if (desired.rendered) {
      const because = `what is in ${repository} on ${targetRevision} is rendered by a machine from another source`;
      return Promise.resolve({ because });
    }
    const key = `${repository} ${targetRevision ?? ''}`;
    const known = this.#open.get(key);
    const opened = known ?? this.#openAt(repository, targetRevision);
    this.#open.set(key, opened);
    return opened;
  }

  async #openAt(
    repository: string,
    targetRevision: string | undefined,
  ): Promise<OpenSource | ClosedSource> {
    const writer = writerFor(repository, this.options.sources);
    if (!('head' in writer)) {
      return { because: writer.reason };
    }
    const { context } = this.options;
    try {
      const main = await writer.head(repository, undefined, context);
      const isDefaultBranch =
        targetRevision === undefined ||
        targetRevision === 'HEAD' ||
        targetRevision === main.branch;
      const head = isDefaultBranch
        ? main
        : await branchHead(writer, repository, targetRevision, context);
      if (!head) {
        return {
          pinned: targetRevision,
          because: `${targetRevision} of ${repository} is asked for, which is no branch: what is written to its files would not be deployed`,
        };
      }
      const files = new RepositoryFiles({
        writer,
        repository,
        sha: head.sha,
        context,
      });
      this.#files.push(files);
      return { repository, branch: head.branch, isDefaultBranch, files };
    } catch (error) {
      return { because: failureText(error, context.signal) };
    }
  }
}

async function branchHead(
  writer: RepositoryWriter,
  repository: string,
  branch: string | undefined,
  context: OperateContext,
): Promise<{ branch: string; sha: string } | undefined> {
  try {
    const head = await writer.head(repository, branch, context);
    return head.sha ? head : undefined;
  } catch (error) {
    if (error instanceof SourceFailure && error.kind === 'configuration') {
      return undefined;
    }
    throw error;
  }
}
