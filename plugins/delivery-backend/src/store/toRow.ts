import {
  ITEM_KINDS,
  type DeploymentItem,
  type ObservedItem,
  type RunItem,
  type TargetItem,
} from '@throughline/plugin-delivery-node';
import { canonicalJson, contentHash } from './canonicalJson';
import { itemId } from './itemId';
import type { ObservedRow } from './rows';
import { runSubjects } from './runSubjects';
import { sortableTime } from './sortableTime';

/** An item made ready to be stored. */
export interface PreparedItem {
  kind: ObservedItem['kind'];
  row: ObservedRow & Record<string, unknown>;
  /** Rows of the kind's child table. */
  children: Record<string, unknown>[];
  /** What the change concerns, see `ChangeEntry`. */
  subjects: readonly string[];
}

/** The longest item that is kept, in characters of JSON: far above any real one, and low enough to store quickly. */
const MAX_ITEM_LENGTH = 512 * 1024;

/** An item that cannot be stored; its message says why, in words for the sources page. */
export class UnfitItemError extends Error {}

/**
 * Makes the row of an item.
 *
 * @throws UnfitItemError where the item cannot be stored; it costs that item only
 */
export function toRow(
  sourceId: string,
  scope: string,
  item: ObservedItem,
): PreparedItem {
  if (!ITEM_KINDS.includes(item.kind)) {
    throw new UnfitItemError('it is of no known kind');
  }
  const key = text(item.key, 'key', 2000);
  const id = itemId(sourceId, item.kind, key);
  let data: string;
  try {
    data = canonicalJson(item);
  } catch (error) {
    throw new UnfitItemError(`it is not JSON: ${(error as Error).message}`);
  }
  if (data.length > MAX_ITEM_LENGTH) {
    throw new UnfitItemError(`it is too large: ${data.length} characters`);
  }
  const common: ObservedRow = {
    id,
    source_id: sourceId,
    key,
    scope,
    hash: contentHash(data),
    data,
  };
  const own = ownColumns(sourceId, id, item);
  return {
    kind: item.kind,
    row: { ...common, ...own.columns },
    children: own.children ?? [],
    subjects: own.subjects,
  };
}

function ownColumns(
  sourceId: string,
  id: string,
  item: ObservedItem,
): {
  columns: Record<string, unknown>;
  children?: Record<string, unknown>[];
  subjects: readonly string[];
} {
  if (item.kind === 'target') {
    assertWhole(item);
    return { columns: {}, subjects: [id] };
  }
  if (item.kind === 'deployment') {
    const targetKey = text(item.targetKey, 'targetKey', 2000);
    const targetId = itemId(sourceId, 'target', targetKey);
    return {
      columns: {
        target_id: targetId,
        started_at: sortableTime(item.startedAt ?? item.finishedAt),
        sequence: isInteger(item.sequence) ? item.sequence : -1,
        ended: hasEnded(item) ? 1 : 0,
      },
      subjects: [targetId],
    };
  }
  if (item.kind === 'run') {
    return runColumns(sourceId, id, item);
  }
  if (item.kind === 'vitals') {
    const service = text(item.service, 'service', 300);
    return { columns: { service }, subjects: [service] };
  }
  const repository = text(item.repository, 'repository', 300);
  switch (item.kind) {
    case 'commit': {
      const committedAt = time(item.committedAt, 'committedAt');
      return {
        columns: {
          repository,
          sha: text(item.sha, 'sha', 64),
          committed_at: committedAt,
        },
        children: [...new Set(item.paths)].map(path => ({
          commit_id: id,
          path: path === '' ? '' : text(path, 'paths', 500),
          repository,
          committed_at: committedAt,
        })),
        subjects: [repository],
      };
    }
    case 'pullRequest':
      if (!isInteger(item.number)) {
        throw new UnfitItemError("'number' is not a number");
      }
      return {
        columns: {
          repository,
          number: item.number,
          state: text(item.state, 'state', 16),
          updated_at: time(item.updatedAt, 'updatedAt'),
        },
        subjects: [repository],
      };
    case 'branch':
      return { columns: { repository }, subjects: [repository] };
    case 'release':
      return {
        columns: {
          repository,
          published_at: time(item.publishedAt, 'publishedAt'),
        },
        subjects: [repository],
      };
    default: {
      const references = new Set([
        text(item.digest, 'digest', 200),
        ...(item.children ?? []),
        ...item.tags,
      ]);
      return {
        columns: {
          repository,
          source_revision: item.sourceRevision
            ? text(item.sourceRevision, 'sourceRevision', 64)
            : null,
          created_at: sortableTime(item.createdAt),
        },
        children: [...references].map(reference => ({
          artifact_id: id,
          repository,
          reference: text(reference, 'tags', 200),
        })),
        subjects: [repository],
      };
    }
  }
}

function runColumns(sourceId: string, id: string, run: RunItem) {
  const createdAt = time(run.createdAt, 'createdAt');
  const subjects = runSubjects(sourceId, run).map(subject =>
    text(subject, 'repository, pipelineKeys or labels', 500),
  );
  if (subjects.length === 0) {
    throw new UnfitItemError('neither a repository nor a pipeline names it');
  }
  return {
    columns: {
      subject: subjects[0],
      sha: run.sha ? text(run.sha, 'sha', 64) : null,
      created_at: createdAt,
    },
    children: subjects.map(subject => ({
      run_id: id,
      subject,
      created_at: createdAt,
    })),
    subjects,
  };
}

/** Linking and pages go through these without asking, and one item that lacks them would stop them for all. */
function assertWhole(item: TargetItem): void {
  text(item.name, 'name', 1000);
  for (const name of ['desired', 'images'] as const) {
    if (!Array.isArray(item[name])) {
      throw new UnfitItemError(`'${name}' is not a list`);
    }
  }
  for (const name of ['labels', 'sync', 'health'] as const) {
    if (typeof item[name] !== 'object' || item[name] === null) {
      throw new UnfitItemError(`'${name}' is missing`);
    }
  }
}

/** Whether nothing about a deployment can change any more. */
function hasEnded(item: DeploymentItem): boolean {
  return (
    item.outcome === 'succeeded' ||
    item.outcome === 'failed' ||
    item.outcome === 'cancelled' ||
    (item.outcome === 'unknown' && item.finishedAt !== undefined)
  );
}

/** Whether the database's integers can hold it. */
function isInteger(value: number | undefined): value is number {
  return Number.isInteger(value) && Math.abs(value!) < 2 ** 31;
}

function text(value: unknown, name: string, maxLength: number): string {
  if (typeof value !== 'string' || value === '') {
    throw new UnfitItemError(`'${name}' is missing`);
  }
  // PostgreSQL refuses a NUL and half a surrogate pair, and with them the whole batch.
  if (/\0|\p{Surrogate}/u.test(value)) {
    throw new UnfitItemError(`'${name}' has characters that are not text`);
  }
  if (value.length > maxLength) {
    throw new UnfitItemError(`'${name}' is longer than ${maxLength}`);
  }
  return value;
}

function time(value: string, name: string): string {
  const sortable = sortableTime(value);
  if (!sortable) {
    throw new UnfitItemError(`'${name}' is not a time`);
  }
  return sortable;
}
