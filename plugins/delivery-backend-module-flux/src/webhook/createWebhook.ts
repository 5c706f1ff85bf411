import { createHash, createHmac } from 'node:crypto';
import {
  matchesAnySecret,
  type DeliverySource,
  type Secret,
  type WebhookRequest,
  type WebhookVerdict,
} from '@throughline/plugin-delivery-node';
import { z } from 'zod';

const MAX_AGE_MS = 5 * 60_000;

const eventSchema = z.object({
  involvedObject: z.object({
    kind: z.string().min(1),
    name: z.string().min(1),
    namespace: z.string().optional(),
  }),
  metadata: z.record(z.string(), z.string()).nullish().catch(undefined),
  timestamp: z.string(),
});

/**
 * Reads events of notification-controller's provider of type `generic-hmac`. The signature is over the raw bytes, with
 * any of the secrets; an event of more than five minutes ago is refused, and the same bytes count once.
 *
 * An event names no cluster. Where the alert's `eventMetadata` has a `cluster` that is the title of a source, that
 * source is meant; else all are.
 */
export function createWebhook(
  sources: readonly DeliverySource[],
  secrets: readonly Secret[],
  now: () => number = Date.now,
): (request: WebhookRequest) => Promise<WebhookVerdict> {
  return async ({ headers, body }) => {
    const signature = headers['x-signature'];
    if (!signature) {
      return { type: 'rejected', reason: 'it is not signed' };
    }
    const sign = (secret: string) =>
      `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
    if (!(await matchesAnySecret(signature, sign, secrets))) {
      return {
        type: 'rejected',
        reason: 'the signature does not match any of the secrets',
      };
    }
    const event = eventOf(body);
    const time = Date.parse(event?.timestamp ?? '');
    if (!event || Number.isNaN(time)) {
      return { type: 'ignored', reason: 'it is no event of Flux' };
    }
    if (Math.abs(now() - time) > MAX_AGE_MS) {
      return {
        type: 'rejected',
        reason: 'its timestamp is more than five minutes away from now',
      };
    }
    return {
      type: 'hints',
      deliveryId: createHash('sha256').update(body).digest('hex'),
      hints: meant(sources, event.metadata?.cluster).map(({ id }) => ({
        sourceId: id,
        hint: { subject: subjectOf(event.involvedObject) },
      })),
    };
  };
}

function eventOf(body: Buffer): z.infer<typeof eventSchema> | undefined {
  try {
    return eventSchema.parse(JSON.parse(body.toString('utf8')));
  } catch {
    return undefined;
  }
}

function meant(
  sources: readonly DeliverySource[],
  cluster: string | undefined,
): readonly DeliverySource[] {
  const named = sources.filter(({ title }) => title === cluster);
  return named.length > 0 ? named : sources;
}

function subjectOf(object: z.infer<typeof eventSchema>['involvedObject']) {
  return [object.kind, object.namespace ?? '', object.name]
    .map(part => part.slice(0, 253))
    .join('/');
}
