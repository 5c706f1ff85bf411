import { AuthenticationError } from '@backstage/errors';
import type express from 'express';
import { addressKey } from './addressKey';
import { BodyBudget } from './BodyBudget';
import { readBody, tooLarge } from './readBody';
import { RejectionBuckets } from './RejectionBuckets';
import { WebhookRefusal } from './WebhookRefusal';

/** What bounds the bodies that are taken from people who are not signed in. */
export interface BodyIntakeOptions {
  /** The largest body, in bytes. */
  limit?: number;
  /** How long it may take to arrive, in milliseconds. */
  timeoutMs?: number;
  buckets?: RejectionBuckets;
  budget?: BodyBudget;
}

/** The largest that any of the systems sends. */
const LIMIT = 25 * 1024 * 1024;

/** Senders wait about as long for an answer. */
const TIMEOUT_MS = 10_000;

/** A body leaves within moments where its sender is not slow on purpose. */
const FULL_RETRY_MS = 1000;

/**
 * Reads bodies of unknown senders without letting these fill the memory or try secrets at will: by their length before
 * anything is read, by how many there are at a time, and by how often a sender was refused.
 */
export class BodyIntake {
  readonly #limit: number;
  readonly #timeoutMs: number;
  readonly #buckets: RejectionBuckets;
  readonly #budget: BodyBudget;

  constructor(options: BodyIntakeOptions = {}) {
    this.#limit = options.limit ?? LIMIT;
    this.#timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
    this.#buckets = options.buckets ?? new RejectionBuckets();
    this.#budget = options.budget ?? new BodyBudget();
  }

  /**
   * Hands the body to `judge`, and holds its memory until that is done. An AuthenticationError of `judge` counts
   * against the sender.
   *
   * @throws WebhookRefusal where the body is not taken
   */
  async take<T>(
    req: express.Request,
    judge: (body: Buffer) => Promise<T>,
  ): Promise<T> {
    const sender = addressKey(req.ip);
    const waitMs = this.#buckets.waitMs(sender);
    if (waitMs > 0) {
      throw new WebhookRefusal(
        429,
        'Too many deliveries from this address were refused',
        waitMs,
      );
    }
    let release: (() => void) | undefined;
    try {
      const bytes = this.#announced(req);
      release = this.#budget.reserve(sender, bytes);
      if (!release) {
        throw new WebhookRefusal(
          503,
          'More deliveries are under way than are taken at a time',
          FULL_RETRY_MS,
        );
      }
      const body = await readBody(req, {
        limit: bytes,
        timeoutMs: this.#timeoutMs,
      });
      return await judge(body);
    } catch (error) {
      if (isSendersFault(error)) {
        this.#buckets.spend(sender);
      }
      throw error;
    } finally {
      release?.();
    }
  }

  /** How many bytes there will be at most. Of a body in chunks that is known only when it is there. */
  #announced(req: express.Request): number {
    const encoding = req.header('content-encoding') ?? 'identity';
    if (encoding !== 'identity') {
      // Compressed, few bytes would become many, and no longer be those that were signed.
      throw new WebhookRefusal(415, 'Compressed bodies are not taken');
    }
    const length = req.header('content-length');
    if (length === undefined) {
      return req.header('transfer-encoding') ? this.#limit : 0;
    }
    if (Number(length) > this.#limit) {
      throw tooLarge(this.#limit);
    }
    return Number(length);
  }
}

function isSendersFault(error: unknown): boolean {
  return error instanceof WebhookRefusal
    ? error.statusCode !== 503
    : error instanceof AuthenticationError;
}
