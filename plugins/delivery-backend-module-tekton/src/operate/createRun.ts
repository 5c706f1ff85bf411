import {
  createObject,
  type KubernetesClient,
  type ObjectAddress,
} from '@throughline/plugin-delivery-kubernetes-node';
import {
  SourceFailure,
  type OperationHandle,
} from '@throughline/plugin-delivery-node';
import { liveRunSchema } from './LiveRun';
import { handleOf } from './runAddress';

/**
 * Creates a run.
 *
 * @throws SourceFailure; of kind `timeout` or `unreachable` where nobody knows whether it was created
 */
export async function createRun(
  client: KubernetesClient,
  { group, version, kind, plural, namespace }: ObjectAddress,
  run: { metadata: object; spec: object },
  signal: AbortSignal,
): Promise<OperationHandle> {
  const place = { group, version, kind, plural, namespace };
  const stored = await createObject(client, place, run, signal);
  const { success, data } = liveRunSchema
    .pick({ metadata: true })
    .safeParse(stored);
  if (!success) {
    throw new SourceFailure(
      'unreachable',
      `The answer to the creation of a ${kind} in ${namespace} cannot be read`,
    );
  }
  return handleOf({ ...place, name: data.metadata.name });
}
