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

/** Lets a Rollout that waits go on to its next step, as the plugin of Argo Rollouts does. It never skips what follows. */
export function promoteOperation(
  connect: () => KubernetesClient,
): SourceOperation {
  return {
    operation: 'promoteRollout',
    subject: 'target',
    resources: ['Rollout'],
    unavailable(subject) {
      const { rollout } = workloadOf(subject);
      if (rollout?.aborted) {
        return 'it was aborted';
      }
      return rollout?.paused ? undefined : 'it does not wait';
    },
    async start({ subject, token }, { signal }) {
      const client = connect();
      const target = objectOf(workloadOf(subject));
      const address = await locateObject(client, target, signal);
      const pause = await steerRollout(client, address, {
        token,
        on: requirePause,
        status: { pauseConditions: null },
        signal,
      });
      return { ...address, pause };
    },
    async find({ subject, token }, { signal }) {
      const client = connect();
      const target = objectOf(workloadOf(subject));
      const address = await locateObject(client, target, signal);
      const live = await readLiveWorkload(client, address, signal);
      const pause = live && noteOf(live, token);
      // While it waits where it was noted, the second half was not done.
      return pause === undefined || pauseOf(live!) === pause
        ? undefined
        : { ...address, pause };
    },
    async follow(handle, { signal }) {
      return judgePromotion(
        await readLiveWorkload(connect(), addressFrom(handle), signal),
        handle.pause,
      );
    },
  };
}

/** Where and since when a Rollout waits; undefined where it does not. */
export function pauseOf({ status }: LiveWorkload): string | undefined {
  const { pauseConditions, currentPodHash, currentStepIndex } = status;
  return pauseConditions?.length
    ? [
        currentPodHash ?? '',
        currentStepIndex ?? '',
        ...pauseConditions.flatMap(each => [each.reason, each.startTime]),
      ].join(' ')
    : undefined;
}

function requirePause(live: LiveWorkload): string {
  const pause = pauseOf(live);
  if (pause === undefined || live.status.abort) {
    throw new SourceFailure(
      'protocol',
      live.spec.paused
        ? "It is paused by its own specification: change 'spec.paused' where it is applied from"
        : 'It does not wait any more',
    );
  }
  return pause;
}

/** How far it has gone: to where it waits next, or to its end. */
export function judgePromotion(
  live: LiveWorkload | undefined,
  pause: string,
): OperationProgress {
  if (!live) {
    return { state: 'failed', message: 'the rollout is gone' };
  }
  const { facts, status } = live;
  const now = pauseOf(live);
  const message = facts.health.reason;
  if ((status.currentPodHash ?? '') !== pause.split(' ')[0]) {
    return { state: 'unknown', message: 'another version has taken its place' };
  }
  if (facts.health.status === 'degraded') {
    return { state: 'failed', message };
  }
  if (now !== undefined) {
    return now === pause
      ? { state: 'running', message: 'its controller has not gone on yet' }
      : { state: 'succeeded', message: `it waits again: ${message}` };
  }
  return facts.health.status === 'healthy'
    ? { state: 'succeeded' }
    : { state: 'running', message };
}
