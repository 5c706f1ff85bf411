import type { TargetDetails } from '@throughline/plugin-delivery-common';
import { cleanMessage } from '@throughline/plugin-delivery-node';
import { isoTime } from '../mapping/time';
import { eventListSchema, eventSchema, readable } from './schemas';

type Events = Extract<TargetDetails, { kind: 'events' }>['events'];

/** The events of an application, newest first. */
export function eventsOf(answer: unknown): Events {
  const { items } = eventListSchema.parse(answer);
  return readable(items, eventSchema)
    .map(event => {
      const lastAt = isoTime(event.lastTimestamp ?? event.eventTime);
      const { kind, name } = event.involvedObject ?? {};
      return {
        type: event.type ?? 'Normal',
        reason: cleanMessage(event.reason ?? '', 100),
        message: cleanMessage(event.message ?? '', 500),
        count: event.count ?? 1,
        ...(lastAt ? { lastAt } : {}),
        object: [kind, name].filter(Boolean).join('/'),
      };
    })
    .sort((a, b) => ((a.lastAt ?? '') < (b.lastAt ?? '') ? 1 : -1));
}
