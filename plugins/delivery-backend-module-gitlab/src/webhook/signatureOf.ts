import { createHmac } from 'node:crypto';

/** What is signed of a delivery. */
export interface SignedDelivery {
  id: string;
  /** Seconds since 1970, as sent. */
  timestamp: string;
  /** The raw bytes. */
  body: Buffer;
}

const PREFIX = 'whsec_';

/**
 * The signature of a delivery: `v1,` and the base64 HMAC-SHA256 of `<id>.<timestamp>.<body>`.
 *
 * @param secret - as it is shown when it is made; what follows `whsec_` is base64
 */
export function signatureOf(secret: string, delivery: SignedDelivery): string {
  const key = secret.startsWith(PREFIX)
    ? Buffer.from(secret.slice(PREFIX.length), 'base64')
    : Buffer.from(secret, 'utf8');
  const digest = createHmac('sha256', key)
    .update(`${delivery.id}.${delivery.timestamp}.`)
    .update(delivery.body)
    .digest('base64');
  return `v1,${digest}`;
}
