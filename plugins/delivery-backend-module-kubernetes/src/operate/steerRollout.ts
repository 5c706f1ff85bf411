import {
  KubernetesFailure,
  patchObject,
  type KubernetesClient,
  type ObjectAddress,
} from '@throughline/plugin-delivery-kubernetes-node';
import { SourceFailure } from '@throughline/plugin-delivery-node';
import {
  liveWorkload,
  OPERATION,
  OPERATION_ON,
  readLiveWorkload,
  type LiveWorkload,
} from './LiveWorkload';

/** The controller writes often while something is under way. */
const TRIES = 4;

/**
 * Changes the status by which a Rollout is steered, and only that of the state that it was asked in: what the operation
 * is about is noted first, and the change is made only while the object is as it was noted.
 *
 * @param on - names the state; throws where there is nothing to steer
 * @returns that name
 */
export async function steerRollout(
  client: KubernetesClient,
  address: ObjectAddress,
  request: {
    token: string;
    on: (live: LiveWorkload) => string;
    status: object;
    signal: AbortSignal;
  },
): Promise<string> {
  const { token, on, status, signal } = request;
  for (let tries = 1; ; tries += 1) {
    const live = await readLiveWorkload(client, address, signal);
    if (!live) {
      throw new SourceFailure('protocol', 'The rollout is gone');
    }
    const state = on(live);
    const annotations = { [OPERATION]: token, [OPERATION_ON]: state };
    const noted = liveWorkload(
      address,
      await patchObject(
        client,
        address,
        { metadata: { annotations } },
        { signal },
      ),
    );
    try {
      if (on(noted) === state) {
        const { resourceVersion } = noted;
        await patchObject(
          client,
          address,
          { metadata: { resourceVersion }, status },
          { signal, subresource: 'status' },
        );
        return state;
      }
    } catch (error) {
      const isConflict =
        error instanceof KubernetesFailure && error.status === 409;
      if (!isConflict || tries === TRIES) {
        throw error;
      }
    }
    if (tries === TRIES) {
      throw new SourceFailure('protocol', 'It changes too fast to be steered');
    }
  }
}

/** What an operation is about, where a Rollout has its note; undefined where it has not. */
export function noteOf(
  { annotations }: LiveWorkload,
  token: string,
): string | undefined {
  return annotations[OPERATION] === token
    ? annotations[OPERATION_ON]
    : undefined;
}
