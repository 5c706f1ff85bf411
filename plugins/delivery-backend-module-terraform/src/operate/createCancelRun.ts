import {
  cleanMessage,
  SourceFailure,
  type OperationProgress,
  type OperationSubject,
  type RunItem,
  type SourceOperation,
} from '@throughline/plugin-delivery-node';
import { statusOf } from '../hcp/judgeWorkspace';
import { isApplying } from '../hcp/runStatus';
import type { RunObject } from '../hcp/schemas';
import type { Operating } from './Operating';
import { readRun } from './readRun';

const APPLIES = 'it changes infrastructure by now, and is left to do so';
const ENDED = ['succeeded', 'failed', 'cancelled', 'skipped'];

/**
 * Ends a run before it changes anything: cancels it while it plans, discards it where it waits. Asked for twice it does
 * nothing more, so that no token has to be kept.
 */
export function createCancelRun({
  client: connect,
}: Operating): SourceOperation {
  return {
    operation: 'cancelRun',
    subject: 'run',
    resources: [],
    unavailable(subject) {
      const { status, raw } = runOf(subject).status;
      if (ENDED.includes(status)) {
        return 'it has ended';
      }
      return isApplying(raw ?? '') ? APPLIES : undefined;
    },
    async start({ subject, actor }, { signal }) {
      const client = connect();
      const { key } = runOf(subject);
      const { run } = await readRun(client, key, signal);
      await client.post(
        ['runs', key, 'actions', actionOf(run)],
        { comment: `Stopped from the portal, for ${cleanMessage(actor, 100)}` },
        signal,
      );
      return { run: key };
    },
    async find({ subject }, { signal }) {
      const { key } = runOf(subject);
      const { run } = await readRun(connect(), key, signal);
      return statusOf(run).status === 'cancelled' ? { run: key } : undefined;
    },
    async follow(handle, { signal }) {
      const { run } = await readRun(connect(), handle.run, signal);
      return judgeEnd(run);
    },
  };
}

function actionOf(run: RunObject): 'cancel' | 'discard' {
  const { status, actions } = run.attributes;
  if (isApplying(status)) {
    throw new SourceFailure('protocol', `It was too late: ${APPLIES}`);
  }
  if (actions?.['is-discardable']) {
    return 'discard';
  }
  if (actions?.['is-cancelable']) {
    return 'cancel';
  }
  throw new SourceFailure(
    'protocol',
    'The server does not let it be cancelled or discarded at present',
  );
}

function judgeEnd(run: RunObject): OperationProgress {
  const { status, raw, reason } = statusOf(run);
  switch (status) {
    case 'cancelled':
      return { state: 'succeeded' };
    case 'queued':
    case 'running':
    case 'waiting':
      return { state: 'running', message: reason ?? raw };
    case 'unknown':
      return { state: 'unknown', message: `${reason} (${raw})` };
    default:
      return {
        state: 'failed',
        message: `the run was not stopped: it ended as ${raw}`,
      };
  }
}

function runOf(subject: OperationSubject): RunItem {
  if (subject.kind !== 'run') {
    throw new SourceFailure('internal', 'Only runs can be stopped');
  }
  return subject.run;
}
