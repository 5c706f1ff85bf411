import {
  SourceFailure,
  type OperationProgress,
  type SourceOperation,
} from '@throughline/plugin-delivery-node';
import type { ArgocdClient } from '../api/ArgocdClient';
import { mapPhase } from '../mapping/operation';
import { applicationOf, handleOf, nameOf } from './ApplicationHandle';
import {
  readLiveApplication,
  type LiveApplication,
} from './readLiveApplication';
import { whileIdle } from './unavailable';

/** Stops what an application is doing. What has been applied by then stays. */
export function terminateOperation(client: ArgocdClient): SourceOperation {
  return {
    operation: 'terminate',
    subject: 'target',
    resources: ['Application'],
    unavailable: subject => whileIdle(applicationOf(subject)),
    async start({ subject }, { signal }) {
      const target = applicationOf(subject);
      const live = await readLiveApplication(client, target, signal);
      if (!live) {
        throw new SourceFailure('protocol', 'The application is gone');
      }
      await client.change(
        target,
        { method: 'DELETE', path: ['operation'], right: 'applications, sync' },
        { signal },
      );
      return handleOf(target, { startedAt: startOf(live) });
    },
    // An operation that runs may be another one, which nobody asked to stop: then a person must look.
    async find({ subject }, { signal }) {
      const target = applicationOf(subject);
      const live = await readLiveApplication(client, target, signal);
      return phaseOf(live) === 'Running'
        ? 'unsure'
        : handleOf(target, { startedAt: live ? startOf(live) : '' });
    },
    async follow(handle, { signal }) {
      return judgeTermination(
        await readLiveApplication(client, nameOf(handle), signal),
        handle.startedAt,
      );
    },
  };
}

/** How far the end of an operation has come. */
export function judgeTermination(
  live: LiveApplication | undefined,
  startedAt: string,
): OperationProgress {
  if (!live) {
    return { state: 'succeeded', message: 'the application is gone' };
  }
  if (startOf(live) !== startedAt) {
    return { state: 'succeeded', message: 'another operation has begun since' };
  }
  switch (mapPhase(phaseOf(live))) {
    case 'running':
      return { state: 'running' };
    case 'failed':
      return { state: 'succeeded' };
    case 'succeeded':
      return {
        state: 'failed',
        message: 'it had succeeded before it was stopped',
      };
    default:
      return {
        state: 'unknown',
        message: 'Argo CD does not tell how it ended',
      };
  }
}

function startOf({ application }: LiveApplication): string {
  return application.status?.operationState?.startedAt ?? '';
}

function phaseOf(live: LiveApplication | undefined): string | undefined {
  return live?.application.status?.operationState?.phase;
}
