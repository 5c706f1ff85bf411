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
import { namespaceOf, podsOfWorkload } from './podsOfWorkload';

const PAGE = 500;
const MAX_PAGES = 4;
const MAX_SHOWN = 100;

const listSchema = z.object({
  metadata: z.object({ continue: z.string().optional() }).optional(),
  items: z.array(z.unknown()).nullable(),
});

const eventSchema = z.object({
  type: z.string().nullish(),
  reason: z.string().nullish(),
  message: z.string().nullish(),
  count: z.number().nullish(),
  lastTimestamp: z.string().nullish(),
  eventTime: z.string().nullish(),
  metadata: z.object({ creationTimestamp: z.string().nullish() }),
  involvedObject: z.object({
    kind: z.string().optional(),
    name: z.string().optional(),
  }),
});

/** Looks up the events of a workload, its ReplicaSets or Jobs and its pods, newest first. */
export async function lookUpEvents(
  client: KubernetesClient,
  target: TargetItem,
  signal: AbortSignal,
): Promise<TargetDetails> {
  const objects = await objectsOf(client, target, signal);
  const found: z.infer<typeof eventSchema>[] = [];
  let token: string | undefined;
  for (let page = 0; page < MAX_PAGES; page++) {
    const answer = await client.json({
      operation: 'list events',
      path: ['api', 'v1', 'namespaces', namespaceOf(target), 'events'],
      query: { limit: PAGE, continue: token },
      signal,
    });
    const { items, metadata } = parseAnswer(listSchema, answer, 'list events');
    for (const item of items ?? []) {
      const event = eventSchema.safeParse(item);
      if (event.success && objects.has(nameOf(event.data.involvedObject))) {
        found.push(event.data);
      }
    }
    token = metadata?.continue || undefined;
    if (!token) {
      break;
    }
  }
  const events = found
    .map(event => {
      const lastAt =
        event.lastTimestamp ??
        event.eventTime ??
        event.metadata.creationTimestamp ??
        undefined;
      return {
        type: cleanMessage(event.type ?? 'Normal', 40),
        reason: cleanMessage(event.reason ?? '', 80),
        message: cleanMessage(event.message ?? '', 500),
        count: event.count ?? 1,
        ...(lastAt && { lastAt }),
        object: cleanMessage(nameOf(event.involvedObject), 160),
      };
    })
    .sort((one, other) => ((one.lastAt ?? '') < (other.lastAt ?? '') ? 1 : -1));
  return { kind: 'events', events: events.slice(0, MAX_SHOWN) };
}

function nameOf(object: { kind?: string; name?: string }): string {
  return `${object.kind ?? ''}/${object.name ?? ''}`;
}

/** The workload, its pods, and what controls those, as `<kind>/<name>`. */
async function objectsOf(
  client: KubernetesClient,
  target: TargetItem,
  signal: AbortSignal,
): Promise<Set<string>> {
  const objects = new Set([`${target.resource}/${target.name}`]);
  for (const { metadata } of await podsOfWorkload(client, target, signal)) {
    objects.add(`Pod/${metadata.name}`);
    for (const owner of metadata.ownerReferences ?? []) {
      objects.add(`${owner.kind}/${owner.name}`);
    }
  }
  return objects;
}
