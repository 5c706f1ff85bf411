/** Says that a webhook is not taken, with the HTTP status that tells its sender why. */
export class WebhookRefusal extends Error {
  override readonly name = 'WebhookRefusal';

  /** @param retryAfterMs - when it is worth trying again, where that is known */
  constructor(
    readonly statusCode: 400 | 408 | 413 | 415 | 429 | 503,
    message: string,
    readonly retryAfterMs?: number,
  ) {
    super(message);
  }
}
