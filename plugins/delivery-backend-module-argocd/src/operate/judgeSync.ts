import {
  cleanMessage,
  type OperationProgress,
} from '@throughline/plugin-delivery-node';
import type { Application } from '../api/schemas';
import { mapHealth } from '../mapping/health';
import { mapPhase } from '../mapping/operation';
import { mapSync } from '../mapping/sync';
import type { LiveApplication } from './readLiveApplication';

/** What was asked for. */
export interface SyncAsked {
  token: string;
  dryRun: boolean;
  /** A revision other than that which the application follows. */
  revision?: string;
}

/**
 * How far a sync has come. That Argo CD has carried it out is not enough: the application must have been compared since,
 * be what was synced, and be healthy.
 */
export function judgeSync(
  live: LiveApplication | undefined,
  asked: SyncAsked,
): OperationProgress {
  if (!live) {
    return { state: 'failed', message: 'the application is gone' };
  }
  const { application, done } = live;
  const state = application.status?.operationState;
  if (done !== asked.token) {
    return live.asked === asked.token
      ? { state: 'running', message: 'Argo CD has not begun yet' }
      : {
          state: 'unknown',
          message:
            'another operation took its place before its end was seen: see the history',
        };
  }
  const message = cleanMessage(state?.message ?? '') || undefined;
  switch (mapPhase(state?.phase)) {
    case 'running':
      return { state: 'running', ...(message ? { message } : {}) };
    case 'succeeded':
      return asked.dryRun
        ? {
            state: 'succeeded',
            message: `dry run: ${message ?? 'it would sync'}`,
          }
        : judgeOutcome(live, asked);
    case 'failed':
      return { state: 'failed', message: message ?? 'Argo CD gives no reason' };
    default:
      return {
        state: 'unknown',
        message: `Argo CD calls it '${cleanMessage(
          state?.phase ?? 'nothing',
          40,
        )}', which is not known here`,
      };
  }
}

function judgeOutcome(
  { application, reconciledAt }: LiveApplication,
  asked: SyncAsked,
): OperationProgress {
  const finished = Date.parse(
    application.status?.operationState?.finishedAt ?? '',
  );
  // Until then, sync and health are from before.
  if (!(Date.parse(reconciledAt ?? '') >= finished)) {
    return {
      state: 'running',
      message: 'it is synced; Argo CD has not compared it again yet',
    };
  }
  const sync = mapSync(application);
  const isNewest = comparedWithSynced(application);
  if (sync.status === 'unknown') {
    return { state: 'running', message: sync.reason };
  }
  if (sync.status === 'outOfSync' && isNewest && asked.revision === undefined) {
    return { state: 'failed', message: differences(application) };
  }
  const note = noteOf(asked, isNewest);
  return judgeHealth(application, note);
}

function judgeHealth(
  application: Application,
  note: string | undefined,
): OperationProgress {
  const health = mapHealth(application);
  const message = [health.status, health.reason].filter(Boolean).join(': ');
  switch (health.status) {
    case 'healthy':
      return { state: 'succeeded', ...(note ? { message: note } : {}) };
    case 'degraded':
      return { state: 'failed', message: `it is synced and ${message}` };
    case 'suspended':
      return { state: 'waiting', message };
    default:
      return { state: 'running', message };
  }
}

/** Whether what it was compared with last is what was synced: a newer commit is another matter. */
function comparedWithSynced({ status }: Application): boolean {
  const result = status?.operationState?.syncResult;
  if (!result) {
    return true;
  }
  const synced = result.revisions ?? [result.revision];
  const compared = status?.sync?.revisions ?? [status?.sync?.revision];
  return JSON.stringify(synced) === JSON.stringify(compared);
}

function noteOf(
  { revision }: SyncAsked,
  isNewest: boolean,
): string | undefined {
  if (isNewest) {
    return undefined;
  }
  return revision === undefined
    ? 'it was synced, and Git has something newer since'
    : `it was synced to ${cleanMessage(
        revision,
        60,
      )}, which is not what it follows`;
}

const NAMED = 5;

function differences({ status }: Application): string {
  const names = (status?.resources ?? [])
    .filter(each => each.status === 'OutOfSync')
    .map(
      ({ kind, name, requiresPruning }) =>
        `${kind} ${name}${requiresPruning ? ' (to be pruned)' : ''}`,
    );
  const more = names.length - NAMED;
  const text = [
    ...names.slice(0, NAMED),
    ...(more > 0 ? [`${more} more`] : []),
  ].join(', ');
  return cleanMessage(
    `it was synced and still differs from Git${text && `: ${text}`}`,
  );
}
