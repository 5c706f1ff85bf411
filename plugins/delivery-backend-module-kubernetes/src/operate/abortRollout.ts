import {
  addressFrom,
  locateObject,
  type KubernetesClient,
} from '@throughline/plugin-delivery-kubernetes-node';
import {
  SourceFailure,
  type OperationProgress,
  type SourceOperation,
} from '@throughline/plugin-delivery-node';
import { readLiveWorkload, type LiveWorkload } from './LiveWorkload';
import { noteOf, steerRollout } from './steerRollout';
import { objectOf, workloadOf } from './subject';

/** Gives a Rollout up that is under way: the stable version serves all again. */
export function abortOperation(
  connect: () => KubernetesClient,
): SourceOperation {
  return {
    operation: 'abortRollout',
    subject: 'target',
    resources: ['Rollout'],
    unavailable(subject) {
      const { rollout, health } = workloadOf(subject);
      if (rollout?.aborted) {
        return 'it was aborted already';
      }
      return rollout && health.status !== 'healthy'
        ? undefined
        : 'nothing is under way';
    },
    async start({ subject, token }, { signal }) {
      const client = connect();
      const target = objectOf(workloadOf(subject));
      const address = await locateObject(client, target, signal);
      const hash = await steerRollout(client, address, {
        token,
        on: requireUnderWay,
        status: { abort: true },
        signal,
      });
      return { ...address, hash };
    },
    async find({ subject, token }, { signal }) {
      const client = connect();
      const target = objectOf(workloadOf(subject));
      const address = await locateObject(client, target, signal);
      const live = await readLiveWorkload(client, address, signal);
      const hash = live && noteOf(live, token);
      const isDone =
        live?.status.abort || (live?.status.currentPodHash ?? '') !== hash;
      return hash !== undefined && isDone ? { ...address, hash } : undefined;
    },
    async follow(handle, { signal }) {
      return judgeAbort(
        await readLiveWorkload(connect(), addressFrom(handle), signal),
        handle.hash,
      );
    },
  };
}

function requireUnderWay({ status }: LiveWorkload): string {
  const { currentPodHash, stableRS, abort } = status;
  if (!currentPodHash || currentPodHash === stableRS) {
    throw new SourceFailure('protocol', 'Nothing is under way any more');
  }
  if (abort) {
    throw new SourceFailure('protocol', 'It was aborted already');
  }
  return currentPodHash;
}

/** How far it was given up. */
export function judgeAbort(
  live: LiveWorkload | undefined,
  hash: string,
): OperationProgress {
  if (!live) {
    return { state: 'failed', message: 'the rollout is gone' };
  }
  const { status } = live;
  if ((status.currentPodHash ?? '') !== hash) {
    return {
      state: 'succeeded',
      message: 'another version has taken its place',
    };
  }
  if (!status.abort) {
    return { state: 'failed', message: 'it was begun again' };
  }
  return status.phase === 'Degraded'
    ? {
        state: 'succeeded',
        message:
          'The stable version serves. Where it is applied from Git, that still asks for the other one.',
      }
    : { state: 'running', message: 'its controller has not given it up yet' };
}
