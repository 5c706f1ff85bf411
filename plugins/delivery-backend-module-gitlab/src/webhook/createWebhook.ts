import {
  matchesAnySecret,
  type Secret,
  type WebhookRequest,
  type WebhookVerdict,
} from '@throughline/plugin-delivery-node';
import type { HostConfig } from '../config/HostConfig';
import { interpretEvent } from './interpretEvent';
import { signatureOf } from './signatureOf';

/** A delivery that was signed longer ago, or is from as far ahead, may be a replay. */
const MAX_AGE_MS = 5 * 60_000;
/** While a signing token rotates, a delivery is signed with the old one and the new one. */
const MAX_SIGNATURES = 4;

/**
 * Reads deliveries of webhooks: signed over the raw bytes, or with a secret token beside them. What matches a secret of
 * one host only counts for that host only.
 */
export function createWebhook(
  hosts: readonly HostConfig[],
): (request: WebhookRequest) => Promise<WebhookVerdict> {
  return async ({ headers, body }) => {
    if (!headers['x-gitlab-event']) {
      return { type: 'unsupported' };
    }
    const timestamp = headers['webhook-timestamp'];
    if (timestamp !== undefined && !isRecent(timestamp)) {
      return {
        type: 'rejected',
        reason: 'it was signed more than 5 minutes ago, or is from the future',
      };
    }
    const proofs = proofsOf(headers, body);
    if (proofs.length === 0) {
      return { type: 'rejected', reason: 'it has no signature and no token' };
    }
    const trusted: HostConfig[] = [];
    for (const host of hosts) {
      if (await isGenuine(proofs, host.webhookSecrets)) {
        trusted.push(host);
      }
    }
    if (trusted.length === 0) {
      return {
        type: 'rejected',
        reason: 'neither signature nor token match any of the secrets',
      };
    }
    const payload = parse(body);
    if (payload === undefined) {
      return { type: 'ignored', reason: 'its body is not JSON' };
    }
    const verdict = interpretEvent(
      payload,
      trusted,
      headers['x-gitlab-instance'],
    );
    const deliveryId =
      headers['webhook-id'] ??
      headers['idempotency-key'] ??
      headers['x-gitlab-event-uuid'];
    return verdict.type === 'hints' && deliveryId
      ? { ...verdict, deliveryId }
      : verdict;
  };
}

/** What is shown, and what a sender that has a secret would show. */
interface Proof {
  given: string;
  expected(secret: string): string;
}

function proofsOf(headers: WebhookRequest['headers'], body: Buffer): Proof[] {
  const { 'webhook-id': id, 'webhook-timestamp': timestamp } = headers;
  const token = headers['x-gitlab-token'];
  const signatures = (headers['webhook-signature'] ?? '')
    .split(' ')
    .filter(Boolean)
    .slice(0, MAX_SIGNATURES);
  const signed: Proof[] =
    id && timestamp
      ? signatures.map(given => ({
          given,
          expected: secret => signatureOf(secret, { id, timestamp, body }),
        }))
      : [];
  return token
    ? [...signed, { given: token, expected: secret => secret }]
    : signed;
}

async function isGenuine(
  proofs: readonly Proof[],
  secrets: readonly Secret[],
): Promise<boolean> {
  let genuine = false;
  for (const { given, expected } of proofs) {
    genuine = (await matchesAnySecret(given, expected, secrets)) || genuine;
  }
  return genuine;
}

function isRecent(timestamp: string): boolean {
  return (
    /^\d{1,12}$/.test(timestamp) &&
    Math.abs(Date.now() - Number(timestamp) * 1000) <= MAX_AGE_MS
  );
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
