import type { OperationType } from '@throughline/plugin-delivery-common';
import {
  SourceFailure,
  type DeliverySource,
  type RepositoryWriter,
} from '@throughline/plugin-delivery-node';
import { byRepository } from '../plan/byRepository';
import type { VersionOrder } from '../plan/VersionOrder';
import { writerFor } from '../plan/writerFor';
import { makeEdits, type TargetEdit } from '../plan/VersionEdits';
import type { OperationRecord } from '../records';
import type { ExecuteContext } from './Executor';
import type { WaveMemory, WriteMemory } from './VersionMemory';

/** The trailer by which a commit of ours is found again. */
const TRAILER = 'Delivery-Operation';
const MAX_CONFLICTS = 20;

export interface WriteOptions {
  record: OperationRecord;
  order: VersionOrder;
  sources: readonly DeliverySource[];
  context: ExecuteContext;
  /** Stores what is remembered. */
  remember: () => Promise<void>;
  portalUrl: string;
}

/** How far the writing of a wave is. */
export type Written =
  | { type: 'written' }
  | { type: 'waiting'; message: string; url?: string }
  | { type: 'failed'; message: string };

/** Writes what one wave asks for, each repository once, whatever happens in between. */
export async function writeWave(
  edits: readonly TargetEdit[],
  memory: WaveMemory,
  options: WriteOptions,
): Promise<Written> {
  for (const group of byRepository(edits)) {
    const [{ rule }] = group;
    const key = `${rule.repository} ${rule.branch ?? ''}`;
    memory.writes[key] ??= { conflicts: 0 };
    const write = memory.writes[key];
    const writer = writerFor(rule.repository, options.sources);
    if (!('head' in writer)) {
      return { type: 'failed', message: writer.reason };
    }
    const written =
      rule.write === 'pullRequest' && writer.pullRequests
        ? await byPullRequest(group, write, writer, options)
        : await byCommit(group, write, writer, options);
    if (written.type !== 'written') {
      return written;
    }
  }
  return { type: 'written' };
}

async function byCommit(
  edits: readonly TargetEdit[],
  write: WriteMemory,
  writer: RepositoryWriter,
  options: WriteOptions,
): Promise<Written> {
  const { context, remember } = options;
  const { repository } = edits[0].rule;
  if (write.sha) {
    return { type: 'written' };
  }
  if (write.writing && write.branch) {
    const found = await writer.findCommit(
      {
        repository,
        branch: write.branch,
        since: write.writing.parent,
        text: trailerOf(options.record),
      },
      context,
    );
    delete write.writing;
    if (found) {
      write.sha = found.sha;
      await remember();
      return { type: 'written' };
    }
  }
  const result = await makeEdits(edits, writer, context);
  const clash = clashOf(edits, result.before, options.order);
  if (clash) {
    return { type: 'failed', message: clash };
  }
  if (Object.keys(result.files).length === 0) {
    write.sha = result.head;
    write.asItWas = true;
    await remember();
    return { type: 'written' };
  }
  write.branch = result.branch;
  write.writing = { parent: result.head };
  await remember();
  const answer = await writer.commit(
    {
      repository,
      branch: result.branch,
      parent: result.head,
      files: result.files,
      message: messageOf(options),
    },
    context,
  );
  delete write.writing;
  if (answer.type === 'conflict') {
    write.conflicts++;
    await remember();
    return write.conflicts > MAX_CONFLICTS
      ? {
          type: 'failed',
          message: `${repository} was changed by somebody else each time, ${MAX_CONFLICTS} times in a row`,
        }
      : {
          type: 'waiting',
          message: 'somebody else has just written; it is tried again on that',
        };
  }
  write.sha = answer.sha;
  await remember();
  return { type: 'written' };
}

async function byPullRequest(
  edits: readonly TargetEdit[],
  write: WriteMemory,
  writer: RepositoryWriter,
  options: WriteOptions,
): Promise<Written> {
  const { context, remember, record } = options;
  const { repository } = edits[0].rule;
  const requests = writer.pullRequests!;
  if (write.sha) {
    return { type: 'written' };
  }
  if (!write.pullRequest) {
    const result = await makeEdits(edits, writer, context);
    const clash = clashOf(edits, result.before, options.order);
    if (clash) {
      return { type: 'failed', message: clash };
    }
    // The branch is the operation's own: a second attempt finds what the first one made.
    const opened = await requests.open(
      {
        repository,
        base: result.branch,
        branch: `delivery/${record.id}`,
        parent: result.head,
        files: result.files,
        message: messageOf(options),
        title: titleOf(options),
        body: bodyOf(options),
      },
      context,
    );
    if (!('number' in opened)) {
      return {
        type: 'waiting',
        message: 'somebody else has just written; it is tried again on that',
      };
    }
    const { number, url, headSha } = opened;
    write.pullRequest = { number, url, headSha };
    await remember();
  }
  const { number, headSha, url } = write.pullRequest;
  const state = await requests.get({ repository, number, headSha }, context);
  if (state.edited) {
    return {
      type: 'failed',
      message: `somebody has changed pull request #${number} by hand, so that it is not what was asked for and judged any more. Close it, and ask again.`,
    };
  }
  if (state.state === 'closed') {
    return {
      type: 'failed',
      message: `pull request #${number} was closed without being merged`,
    };
  }
  if (state.state === 'open') {
    return {
      type: 'waiting',
      message: `pull request #${number} waits to be merged${
        state.waitsFor ? `: ${state.waitsFor}` : ''
      }`,
      url,
    };
  }
  write.sha = state.mergeSha ?? headSha;
  await remember();
  return { type: 'written' };
}

/** Where somebody has changed the very same value since it was asked for, nobody has agreed to what would come of it. */
function clashOf(
  edits: readonly TargetEdit[],
  before: Readonly<Record<string, string>>,
  order: VersionOrder,
): string | undefined {
  for (const { targetId, rule, wanted } of edits) {
    const was = order.before[targetId];
    const is = before[targetId];
    const isWanted = [wanted.tag, wanted.digest, wanted.revision].includes(is);
    if (was !== undefined && is !== undefined && was !== is && !isWanted) {
      return `${rule.file} says ${is} by now, and not ${was} as when this was asked for. Look at it, and ask again.`;
    }
  }
  return undefined;
}

/** What the state of gates is told about, where a pull request is open. */
export function openPullRequests(
  memory: WaveMemory,
): { repository: string; sha: string }[] {
  return Object.entries(memory.writes).flatMap(([key, write]) =>
    write.pullRequest && !write.sha
      ? [{ repository: key.split(' ')[0], sha: write.pullRequest.headSha }]
      : [],
  );
}

const VERBS: Partial<Record<OperationType, string>> = {
  promote: 'Promote',
  rollBack: 'Roll back',
};

function titleOf({ record, order }: WriteOptions): string {
  const name = record.entityRef.slice(record.entityRef.lastIndexOf('/') + 1);
  const verb = VERBS[record.type];
  return verb
    ? `${verb} ${name} to ${order.label} in ${record.environment}`
    : `Let the automation write ${name} in ${record.environment} again`;
}

function messageOf(options: WriteOptions): string {
  const { record, order } = options;
  const { reason } = record.order.input;
  const commit = order.version?.commit;
  return [
    titleOf(options),
    ...(reason ? ['', reason] : []),
    '',
    // The trailers of the field's convention, so that every tool finds the source of what is applied.
    ...(commit && record.type !== 'unpin'
      ? [
          `Argocd-reference-commit-repourl: https://${commit.repository}`,
          `Argocd-reference-commit-sha: ${commit.sha}`,
        ]
      : []),
    `Delivery-Actor: ${record.actor}`,
    trailerOf(record),
  ].join('\n');
}

function trailerOf({ id }: OperationRecord): string {
  return `${TRAILER}: ${id}`;
}

function bodyOf({ record, order, portalUrl }: WriteOptions): string {
  const { reason } = record.order.input;
  return [
    `Asked for by ${record.actor}${reason ? `: ${reason}` : '.'}`,
    '',
    `Targets: ${record.progress.targets.map(({ name }) => name).join(', ')}`,
    order.version?.commit
      ? `Source: ${order.version.commit.repository}@${order.version.commit.sha}`
      : '',
    '',
    portalUrl
      ? `The operation: ${portalUrl}/delivery/operations?text=${record.id}`
      : '',
    'Commits that are added to this pull request end the operation.',
  ]
    .filter((line, index, all) => line !== '' || all[index - 1] !== '')
    .join('\n');
}

/** Whether nobody knows if what was to be written was. */
export function isDoubtful(error: unknown): error is SourceFailure {
  return (
    error instanceof SourceFailure &&
    ['timeout', 'unreachable', 'rateLimit'].includes(error.kind)
  );
}
