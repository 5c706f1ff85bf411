import type { DeliverySource, SourceHint } from './source';

/**
 * What came of a webhook that a provider was shown.
 *
 * - `unsupported`: nothing of this provider's; others may try
 * - `rejected`: the signature or token is missing or wrong; answered 401 and audited
 * - `ignored`: genuine, and of no interest
 * - `hints`: genuine; the sources named are to look at the subjects named
 *
 * @public
 */
export type WebhookVerdict =
  | { type: 'unsupported' }
  | { type: 'rejected'; reason: string }
  | { type: 'ignored'; reason: string }
  | {
      type: 'hints';
      /** The upstream's id of this delivery; a second one of the same id is ignored. */
      deliveryId?: string;
      hints: { sourceId: string; hint: SourceHint }[];
    };

/**
 * A webhook call as it came in.
 *
 * @public
 */
export interface WebhookRequest {
  /** Lower-case names. */
  headers: Record<string, string | undefined>;
  /** The raw bytes: signatures are over these. */
  body: Buffer;
}

/**
 * What a module brings to the backend: the sources of one system, and how its webhooks are read.
 *
 * @public
 */
export interface DeliveryProvider {
  /** The system's name; lower case letters, digits and `-`. Also the last part of its webhook's path. */
  readonly system: string;
  /** What people call the system. */
  readonly title: string;
  readonly sources: readonly DeliverySource[];
  /** Present where webhooks are configured, with at least one secret: no secret means no route. Never throws. */
  readonly webhook?: (request: WebhookRequest) => Promise<WebhookVerdict>;
  /** Event bus topics whose events are taken as hints. */
  readonly events?: {
    topics: readonly string[];
    interpret(event: {
      topic: string;
      eventPayload: unknown;
      metadata?: Record<string, string | string[] | undefined>;
    }): WebhookVerdict;
  };
}
