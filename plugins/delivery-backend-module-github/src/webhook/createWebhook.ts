import { createHmac, timingSafeEqual } from 'node:crypto';
import {
  Lru,
  type Secret,
  type WebhookRequest,
  type WebhookVerdict,
} from '@throughline/plugin-delivery-node';
import type { HostConfig } from '../config/readHosts';
import { interpretEvent } from './interpretEvent';

const REMEMBERED_DELIVERIES = 2_000;

/**
 * Reads deliveries of webhooks. The signature is over the raw bytes, with any of the secrets, so that they can rotate;
 * a delivery that came before is ignored.
 */
export function createWebhook(
  hosts: readonly HostConfig[],
  secrets: readonly Secret[],
): (request: WebhookRequest) => Promise<WebhookVerdict> {
  const seen = new Lru<true>(REMEMBERED_DELIVERIES);
  return async ({ headers, body }) => {
    const event = headers['x-github-event'];
    // Other forges send this header beside their own.
    if (!event || headers['x-gitea-event'] || headers['x-gogs-event']) {
      return { type: 'unsupported' };
    }
    const signature = headers['x-hub-signature-256'];
    if (!signature) {
      return { type: 'rejected', reason: 'it is not signed' };
    }
    if (!(await isGenuine(body, signature, secrets))) {
      return {
        type: 'rejected',
        reason: 'the signature does not match any of the secrets',
      };
    }
    const deliveryId = headers['x-github-delivery'];
    if (deliveryId && seen.get(deliveryId)) {
      return { type: 'ignored', reason: 'it was delivered before' };
    }
    const payload = payloadOf(body, headers['content-type']);
    if (payload === undefined) {
      return { type: 'ignored', reason: 'its body is not JSON' };
    }
    if (deliveryId) {
      seen.set(deliveryId, true);
    }
    const verdict = interpretEvent(event, payload, hosts);
    return verdict.type === 'hints' && deliveryId
      ? { ...verdict, deliveryId }
      : verdict;
  };
}

async function isGenuine(
  body: Buffer,
  signature: string,
  secrets: readonly Secret[],
): Promise<boolean> {
  const sent = Buffer.from(signature, 'utf8');
  let genuine = false;
  for (const secret of secrets) {
    const value = await secret.get().catch(() => undefined);
    if (value) {
      const digest = createHmac('sha256', value).update(body).digest('hex');
      const expected = Buffer.from(`sha256=${digest}`, 'utf8');
      genuine =
        (sent.length === expected.length && timingSafeEqual(sent, expected)) ||
        genuine;
    }
  }
  return genuine;
}

/** A webhook may be set up to send JSON as a form. */
function payloadOf(body: Buffer, contentType: string | undefined): unknown {
  const text = body.toString('utf8');
  const json = contentType?.includes('x-www-form-urlencoded')
    ? new URLSearchParams(text).get('payload') ?? ''
    : text;
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
