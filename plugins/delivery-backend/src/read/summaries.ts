import type {
  CommitSummary,
  RunView,
} from '@throughline/plugin-delivery-common';
import type { CommitItem, RunItem } from '@throughline/plugin-delivery-node';
import type { Stored } from '../store/ObservationReader';

/** A commit as pages show it. */
export function commitSummary(commit: CommitItem): CommitSummary {
  return {
    repository: commit.repository,
    sha: commit.sha,
    subject: commit.subject,
    author: commit.author,
    committedAt: commit.committedAt,
    ...(commit.url ? { url: commit.url } : {}),
  };
}

/** A run as pages show it: in full where what ties it to the entity is backed, else its status only. */
export function runView(
  { id, sourceId, item }: Stored<RunItem>,
  access: RunView['access'],
  commit?: CommitItem,
): RunView {
  if (access === 'statusOnly') {
    return {
      id,
      sourceId,
      access,
      pipeline: item.pipeline,
      status: { status: item.status.status, ...reasonOfDoubt(item) },
      createdAt: item.createdAt,
      ...defined({ number: item.number, finishedAt: item.finishedAt }),
      jobs: [],
    };
  }
  const subject = commit?.subject ?? item.title;
  return {
    id,
    sourceId,
    access,
    pipeline: item.pipeline,
    ...defined({
      number: item.number,
      attempt: item.attempt,
      trigger: item.trigger,
      branch: item.branch,
      actor: item.actor,
      startedAt: item.startedAt,
      finishedAt: item.finishedAt,
      url: item.url,
      tests: item.tests,
      parameters: item.parameters,
      commit: item.sha
        ? { sha: item.sha, ...defined({ subject, url: commit?.url }) }
        : undefined,
    }),
    status: item.status,
    createdAt: item.createdAt,
    jobs: item.jobs,
  };
}

function reasonOfDoubt({ status }: RunItem): { reason?: string } {
  return status.status === 'unknown'
    ? { reason: 'why is shown to those who may see the details' }
    : {};
}

/** Leaves out what is undefined, so that an answer and its hash depend on what is there only. */
export function defined<T extends object>(
  object: T,
): { [K in keyof T]: Exclude<T[K], undefined> } {
  const kept: Partial<T> = {};
  for (const key in object) {
    if (object[key] !== undefined) {
      kept[key] = object[key];
    }
  }
  return kept as { [K in keyof T]: Exclude<T[K], undefined> };
}

/** The first digits of a commit or digest, as people write them. */
export function short(hash: string): string {
  return hash.replace(/^[a-z0-9]+:/, '').slice(0, 7);
}
