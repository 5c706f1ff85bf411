import {
  parseAnswer,
  selectObjects,
  type KubernetesClient,
  type ObjectAddress,
} from '@throughline/plugin-delivery-kubernetes-node';
import type { OperationHandle } from '@throughline/plugin-delivery-node';
import { liveRunSchema } from './LiveRun';
import { handleOf } from './runAddress';

/** The label of a run that an operation has created, and the annotation of one that it has stopped. */
export const TOKEN = 'delivery-operation';

/** The run that an operation has created, if it has. */
export async function findCreated(
  client: KubernetesClient,
  place: ObjectAddress,
  token: string,
  signal: AbortSignal,
): Promise<OperationHandle | undefined> {
  const { items } = await selectObjects(
    client,
    place,
    { name: TOKEN, value: token },
    signal,
  );
  if (items.length === 0) {
    return undefined;
  }
  const { metadata } = parseAnswer(liveRunSchema, items[0], 'a run');
  return handleOf({ ...place, name: metadata.name });
}
