import { z } from 'zod';
import {
  matchesAnySecret,
  type Secret,
  type WebhookRequest,
  type WebhookVerdict,
} from '@throughline/plugin-delivery-node';
import type { RegistryConfig } from '../config/readOciConfig';

const Envelope = z.object({ events: z.array(z.unknown()).max(10_000) });

const Event = z.object({
  action: z.string(),
  target: z.object({
    repository: z.string(),
    url: z.string().optional(),
    mediaType: z.string().optional(),
  }),
  request: z.object({ host: z.string().optional() }).optional(),
});

/**
 * Reads the notifications of registries that speak the distribution project's format. They carry no signature, so
 * the registry is configured to send a secret as bearer token.
 */
export function createWebhook(
  registries: readonly RegistryConfig[],
  secrets: readonly Secret[],
): (request: WebhookRequest) => Promise<WebhookVerdict> {
  return async ({ headers, body }) => {
    const type = headers['content-type'] ?? '';
    if (!type.includes('vnd.docker.distribution.events')) {
      return { type: 'unsupported' };
    }
    const sent = /^Bearer\s+(.+)$/i.exec(headers.authorization ?? '')?.[1];
    if (!sent || !(await matchesAnySecret(sent, secret => secret, secrets))) {
      return {
        type: 'rejected',
        reason: 'the Authorization header does not hold the secret',
      };
    }
    const events = readEvents(body);
    if (!events) {
      return { type: 'ignored', reason: 'it holds no events' };
    }
    const hints = new Map<string, { sourceId: string; subject: string }>();
    for (const event of events) {
      for (const hint of hintsOf(event, registries)) {
        hints.set(`${hint.sourceId} ${hint.subject}`, hint);
      }
    }
    if (hints.size === 0) {
      return { type: 'ignored', reason: 'no event tells of a pushed image' };
    }
    return {
      type: 'hints',
      hints: [...hints.values()].map(({ sourceId, subject }) => ({
        sourceId,
        hint: { subject },
      })),
    };
  };
}

function readEvents(body: Buffer): z.infer<typeof Event>[] | undefined {
  try {
    const { events } = Envelope.parse(JSON.parse(body.toString('utf8')));
    return events.flatMap(event => Event.safeParse(event).data ?? []);
  } catch {
    return undefined;
  }
}

/** Pushes of blobs come as well, without a manifest's type; an image is complete with its manifest only. */
function hintsOf(
  event: z.infer<typeof Event>,
  registries: readonly RegistryConfig[],
): { sourceId: string; subject: string }[] {
  const isManifest = /manifest|index/.test(event.target.mediaType ?? '');
  if (!['push', 'delete'].includes(event.action)) {
    return [];
  }
  if (event.action === 'push' && !isManifest) {
    return [];
  }
  const named = registries.filter(registry =>
    [event.request?.host, hostOf(event.target.url)].includes(registry.host),
  );
  // A registry behind a proxy may know itself by another name: then all are to look.
  return (named.length > 0 ? named : registries).map(registry => ({
    sourceId: `oci:${registry.name}`,
    subject: `${registry.host}/${event.target.repository}`,
  }));
}

function hostOf(url: string | undefined): string | undefined {
  return url && URL.canParse(url) ? new URL(url).host : undefined;
}
