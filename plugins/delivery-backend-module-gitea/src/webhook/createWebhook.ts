import { createHmac } from 'node:crypto';
import {
  matchesAnySecret,
  type WebhookRequest,
  type WebhookVerdict,
} from '@throughline/plugin-delivery-node';
import type { HostConfig } from '../config/HostConfig';
import { interpretEvent } from './interpretEvent';

/**
 * Reads deliveries of webhooks, which are signed over the raw bytes of their JSON. What matches a secret of one host
 * only counts for that host only. They also carry the headers of another system; those of their own go first.
 */
export function createWebhook(
  hosts: readonly HostConfig[],
): (request: WebhookRequest) => Promise<WebhookVerdict> {
  return async ({ headers, body }) => {
    const event = headers['x-gitea-event'] ?? headers['x-forgejo-event'];
    if (!event) {
      return { type: 'unsupported' };
    }
    const signature =
      headers['x-gitea-signature'] || headers['x-forgejo-signature'];
    if (!signature) {
      return { type: 'rejected', reason: 'it is not signed' };
    }
    const json = jsonOf(body, headers['content-type']);
    const expected = (secret: string) =>
      createHmac('sha256', secret).update(json).digest('hex');
    const trusted: HostConfig[] = [];
    for (const host of hosts) {
      if (await matchesAnySecret(signature, expected, host.webhookSecrets)) {
        trusted.push(host);
      }
    }
    if (trusted.length === 0) {
      return {
        type: 'rejected',
        reason: 'the signature does not match any of the secrets',
      };
    }
    const payload = parse(json);
    if (payload === undefined) {
      return { type: 'ignored', reason: 'its body is not JSON' };
    }
    const verdict = interpretEvent(event, payload, trusted);
    const deliveryId =
      headers['x-gitea-delivery'] ?? headers['x-forgejo-delivery'];
    return verdict.type === 'hints' && deliveryId
      ? { ...verdict, deliveryId }
      : verdict;
  };
}

/** A webhook may be set up to send its JSON in a form; the signature is over the JSON all the same. */
function jsonOf(body: Buffer, contentType: string | undefined): Buffer {
  return contentType?.includes('x-www-form-urlencoded')
    ? Buffer.from(
        new URLSearchParams(body.toString('utf8')).get('payload') ?? '',
      )
    : body;
}

function parse(json: Buffer): unknown {
  try {
    return JSON.parse(json.toString('utf8'));
  } catch {
    return undefined;
  }
}
