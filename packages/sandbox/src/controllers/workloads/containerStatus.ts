import { uuid } from '../../kubernetes/hash';
import type { JsonObject, KubeObject } from '../../kubernetes/types';
import type { WorkloadContext } from './types';

/** How far a pod is. */
export type PodStage =
  | 'creating'
  | 'pullError'
  | 'pullBackOff'
  | 'starting'
  | 'ready'
  | 'crashed'
  | 'backOff'
  | 'completed';

function waiting(reason: string, message?: string): JsonObject {
  return { waiting: { reason, ...(message ? { message } : {}) } };
}

function terminated(exitCode: number, reason: string, now: string): JsonObject {
  return { terminated: { exitCode, reason, startedAt: now, finishedAt: now } };
}

function containerState(
  stage: PodStage,
  image: string,
  now: string,
): { state: JsonObject; lastState: JsonObject } {
  const state = (present: JsonObject, last: JsonObject = {}) => ({
    state: present,
    lastState: last,
  });
  switch (stage) {
    case 'creating':
      return state(waiting('ContainerCreating'));
    case 'pullError':
      return state(
        waiting(
          'ErrImagePull',
          `failed to pull and unpack image "${image}": not found`,
        ),
      );
    case 'pullBackOff':
      return state(
        waiting('ImagePullBackOff', `Back-off pulling image "${image}"`),
      );
    case 'crashed':
      return state(terminated(1, 'Error', now));
    case 'backOff':
      return state(
        waiting(
          'CrashLoopBackOff',
          'back-off 5m0s restarting failed container',
        ),
        terminated(1, 'Error', now),
      );
    case 'completed':
      return state(terminated(0, 'Completed', now));
    default:
      return state({ running: { startedAt: now } });
  }
}

/** The status of a container of a pod at a stage. */
export function containerStatus(
  context: WorkloadContext,
  pod: KubeObject,
  container: { name: string; image: string },
  is: { stage: PodStage; restartCount: number; now: string },
): JsonObject {
  const { name, image } = container;
  const { stage, restartCount, now } = is;
  const pulled = !['creating', 'pullError', 'pullBackOff'].includes(stage);
  const digest = pulled ? context.digestOf(image) : undefined;
  const repository = image.replace(/@.*$/, '').replace(/:[^/:]*$/, '');
  const seed = `${pod.metadata.uid}/${name}/${restartCount}`;
  return {
    name,
    ...containerState(stage, image, now),
    ready: stage === 'ready',
    started: stage === 'ready' || stage === 'starting',
    restartCount,
    image,
    imageID: digest ? `${repository}@${digest}` : '',
    ...(pulled
      ? {
          containerID: `containerd://${uuid(seed)}${uuid(`${seed}+`)}`.replace(
            /-/g,
            '',
          ),
        }
      : {}),
  };
}
