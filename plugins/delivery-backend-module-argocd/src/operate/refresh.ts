import {
  SourceFailure,
  type OperationProgress,
  type SourceOperation,
} from '@throughline/plugin-delivery-node';
import type { ArgocdClient } from '../api/ArgocdClient';
import { mapSync } from '../mapping/sync';
import { applicationOf, handleOf, nameOf } from './ApplicationHandle';
import {
  liveApplication,
  readLiveApplication,
  type LiveApplication,
} from './readLiveApplication';
import { whileDeleted } from './unavailable';

/** Argo CD answers when it has compared, which may take minutes; what it was asked for is noted at once. */
const ANSWER_MS = 8_000;

/**
 * Has an application compared with Git again; a hard refresh forgets rendered manifests first. Doing it again changes
 * nothing, and no trace of a token is left, so that an answer that was lost is no matter.
 */
export function refreshOperation(
  client: ArgocdClient,
  operation: 'refresh' | 'hardRefresh',
): SourceOperation {
  return {
    operation,
    subject: 'target',
    resources: ['Application'],
    unavailable: subject => whileDeleted(applicationOf(subject)),
    async start({ subject }, { signal }) {
      const target = applicationOf(subject);
      const before = await readLiveApplication(client, target, signal);
      const handle = handleOf(target, { before: before?.reconciledAt ?? '' });
      try {
        const answer = await client.change(
          target,
          {
            method: 'GET',
            path: [],
            query: { refresh: operation === 'refresh' ? 'normal' : 'hard' },
            right: 'applications, get',
            deadlineMs: ANSWER_MS,
          },
          { signal },
        );
        return liveApplication(answer).refreshing
          ? handle
          : { ...handle, compared: 'true' };
      } catch (error) {
        if (error instanceof SourceFailure && error.kind === 'timeout') {
          return handle;
        }
        throw error;
      }
    },
    find: async () => undefined,
    async follow(handle, { signal }) {
      const live = await readLiveApplication(client, nameOf(handle), signal);
      return judgeRefresh(live, {
        before: handle.before,
        compared: handle.compared === 'true',
      });
    },
  };
}

/** How far a refresh has come. */
export function judgeRefresh(
  live: LiveApplication | undefined,
  asked: { before: string; compared: boolean },
): OperationProgress {
  if (!live) {
    return { state: 'failed', message: 'the application is gone' };
  }
  const isDone = asked.compared || (live.reconciledAt ?? '') > asked.before;
  if (live.refreshing || !isDone) {
    return { state: 'running', message: 'Argo CD is comparing' };
  }
  const sync = mapSync(live.application);
  return sync.status === 'unknown'
    ? { state: 'failed', message: `it cannot be compared: ${sync.reason}` }
    : { state: 'succeeded' };
}
