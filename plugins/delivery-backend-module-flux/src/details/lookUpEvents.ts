import type { TargetDetails } from '@throughline/plugin-delivery-common';
import {
  parseAnswer,
  type KubernetesClient,
} from '@throughline/plugin-delivery-kubernetes-node';
import {
  cleanMessage,
  type TargetItem,
} from '@throughline/plugin-delivery-node';
import { z } from 'zod';
import { looseText } from '../objects/schemas';
import { namespaceOf } from './readObject';

const MAX_READ = 500;
const MAX_SHOWN = 100;

const listSchema = z.object({ items: z.array(z.unknown()).nullish() });

const eventSchema = z.object({
  type: looseText,
  reason: looseText,
  message: looseText,
  count: z.number().int().positive().optional().catch(undefined),
  lastTimestamp: looseText,
  eventTime: looseText,
  metadata: z.object({ creationTimestamp: looseText }),
  involvedObject: z.object({ kind: z.string(), name: z.string() }),
});

/** Looks up the events that Flux has told of a target, newest first; clusters keep them for about an hour. */
export async function lookUpEvents(
  client: KubernetesClient,
  target: TargetItem,
  signal: AbortSignal,
): Promise<TargetDetails> {
  const answer = await client.json({
    operation: 'list events',
    path: ['api', 'v1', 'namespaces', namespaceOf(target), 'events'],
    query: {
      fieldSelector: `involvedObject.kind=${target.resource},involvedObject.name=${target.name}`,
      limit: MAX_READ,
    },
    signal,
  });
  const { items } = parseAnswer(listSchema, answer, 'list events');
  const events = (items ?? []).flatMap(item => {
    const { data } = eventSchema.safeParse(item);
    // A server that does not know the selector sends those of others as well.
    if (
      data?.involvedObject.kind !== target.resource ||
      data.involvedObject.name !== target.name
    ) {
      return [];
    }
    const lastAt =
      data.lastTimestamp ?? data.eventTime ?? data.metadata.creationTimestamp;
    return [
      {
        type: cleanMessage(data.type ?? 'Normal', 40),
        reason: cleanMessage(data.reason ?? '', 80),
        message: cleanMessage(data.message ?? '', 500),
        count: data.count ?? 1,
        ...(lastAt && { lastAt }),
        object: `${target.resource}/${target.name}`,
      },
    ];
  });
  return {
    kind: 'events',
    events: events
      .sort((one, other) =>
        (one.lastAt ?? '') < (other.lastAt ?? '') ? 1 : -1,
      )
      .slice(0, MAX_SHOWN),
  };
}
