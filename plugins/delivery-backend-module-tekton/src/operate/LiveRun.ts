import { z } from 'zod';
import {
  parseAnswer,
  readObject,
  type KubernetesClient,
  type ObjectAddress,
} from '@throughline/plugin-delivery-kubernetes-node';
import { SourceFailure } from '@throughline/plugin-delivery-node';
import { conditionsSchema } from '../objects/schemas';

const texts = z.record(z.string(), z.string()).nullish();

/** A run as it is now, whole: what is made from it must lack nothing. */
export const liveRunSchema = z.object({
  metadata: z.object({
    name: z.string().min(1),
    generateName: z.string().nullish(),
    creationTimestamp: z.string().nullish(),
    labels: texts,
    annotations: texts,
  }),
  spec: z.looseObject({ status: z.string().nullish() }),
  status: z.object({ conditions: conditionsSchema }).nullish(),
});

/** A run as it is now. */
export type LiveRun = z.infer<typeof liveRunSchema>;

/**
 * Reads a run as it is now.
 *
 * @throws SourceFailure, of kind `protocol` where it is gone
 */
export async function readLiveRun(
  client: KubernetesClient,
  address: ObjectAddress,
  signal: AbortSignal,
): Promise<LiveRun> {
  const { kind, namespace, name } = address;
  const object = await readObject(client, address, signal);
  if (object === undefined) {
    throw new SourceFailure('protocol', `${kind} ${namespace}/${name} is gone`);
  }
  return parseAnswer(liveRunSchema, object, `${kind} ${namespace}/${name}`);
}
