import { randomUUID } from 'node:crypto';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { EventsService } from '@backstage/plugin-events-node';
import type { DeliveryProvider } from '@throughline/plugin-delivery-node';
import type { WebhookReceiver } from './WebhookReceiver';

/**
 * Takes events of the bus as hints. Each replica listens for itself, as one that shares a subscription with others
 * would miss what they get.
 */
export async function subscribeToEvents(options: {
  providers: readonly DeliveryProvider[];
  events: EventsService;
  receiver: WebhookReceiver;
  logger: LoggerService;
}): Promise<void> {
  const { events, receiver, logger } = options;
  for (const { events: wanted, system, title } of options.providers) {
    if (!wanted || wanted.topics.length === 0) {
      continue;
    }
    await events.subscribe({
      id: `delivery-${system}-${randomUUID()}`,
      topics: [...wanted.topics],
      onEvent: async event => {
        const metadata = Object.fromEntries(
          Object.entries(event.metadata ?? {}),
        );
        try {
          await receiver.take(
            system,
            wanted.interpret({
              topic: event.topic,
              eventPayload: event.eventPayload,
              metadata,
            }),
          );
        } catch (error) {
          logger.warn(
            `An event of ${title} was not understood`,
            error as Error,
          );
        }
      },
    });
  }
}
