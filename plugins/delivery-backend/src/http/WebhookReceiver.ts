import { createHash } from 'node:crypto';
import type {
  AuditorService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { AuthenticationError, NotFoundError } from '@backstage/errors';
import type {
  DeliveryProvider,
  SourceHint,
  WebhookVerdict,
} from '@throughline/plugin-delivery-node';
import type express from 'express';
import type { Knex } from 'knex';
import { BodyIntake } from './intake/BodyIntake';
import { WebhookRefusal } from './intake/WebhookRefusal';

/** What receiving needs. */
export interface WebhookReceiverOptions {
  providers: readonly DeliveryProvider[];
  knex: Knex;
  auditor: AuditorService;
  logger: LoggerService;
  hint: (sourceId: string, hint: SourceHint) => void;
  intake?: BodyIntake;
  now?: () => number;
}

/** For how long a webhook's id is remembered. */
const REMEMBER_MS = 3 * 24 * 3600 * 1000;

/**
 * Takes webhooks. Nobody is signed in here: what is genuine is for the provider to say, from the bytes as they came.
 * A webhook is a hint to look, and nothing in it is believed.
 */
export class WebhookReceiver {
  readonly #providers: ReadonlyMap<string, DeliveryProvider>;
  readonly #intake: BodyIntake;

  constructor(private readonly options: WebhookReceiverOptions) {
    this.#intake = options.intake ?? new BodyIntake();
    this.#providers = new Map(
      options.providers
        .filter(each => each.webhook)
        .map(each => [each.system, each]),
    );
  }

  readonly handler: express.RequestHandler = (req, res, next) => {
    const provider = this.#providers.get(req.params.system);
    if (!provider?.webhook) {
      next(new NotFoundError('No webhooks are taken here'));
      return;
    }
    this.#intake
      .take(req, body => this.#receive(provider, req, body))
      .then(
        () => res.status(202).end(),
        error => {
          if (error instanceof WebhookRefusal) {
            refuse(res, error);
          }
          next(error);
        },
      );
  };

  /** Takes what a verdict says. */
  async take(system: string, verdict: WebhookVerdict): Promise<void> {
    if (verdict.type !== 'hints') {
      return;
    }
    if (
      verdict.deliveryId !== undefined &&
      !(await this.#isNew(system, verdict.deliveryId))
    ) {
      return;
    }
    for (const { sourceId, hint } of verdict.hints) {
      this.options.hint(sourceId, hint);
    }
  }

  /** Forgets ids of webhooks that nobody will send again. */
  async forgetOld(): Promise<void> {
    const before = (this.options.now ?? Date.now)() - REMEMBER_MS;
    await this.options
      .knex('webhook_deliveries')
      .where('received_at', '<', before)
      .delete();
  }

  async #receive(
    provider: DeliveryProvider,
    req: express.Request,
    body: Buffer,
  ): Promise<void> {
    const headers: Record<string, string | undefined> = {};
    for (const [name, value] of Object.entries(req.headers)) {
      headers[name] = Array.isArray(value) ? value.join(', ') : value;
    }
    const verdict = (await provider.webhook?.({ headers, body })) ?? {
      type: 'unsupported' as const,
    };
    if (verdict.type === 'rejected') {
      await this.#audit(provider, verdict.reason, req.ip);
      throw new AuthenticationError(verdict.reason);
    }
    if (verdict.type === 'ignored') {
      this.options.logger.debug(
        `A webhook of ${provider.title} is of no interest: ${verdict.reason}`,
      );
    }
    await this.take(provider.system, verdict);
  }

  async #audit(
    provider: DeliveryProvider,
    reason: string,
    ip: string | undefined,
  ): Promise<void> {
    const event = await this.options.auditor.createEvent({
      eventId: 'webhook-receive',
      severityLevel: 'medium',
      meta: { system: provider.system, ...(ip ? { ip } : {}) },
    });
    await event.fail({ error: new AuthenticationError(reason) });
  }

  async #isNew(system: string, deliveryId: string): Promise<boolean> {
    const id = createHash('sha256')
      .update(JSON.stringify([system, deliveryId]))
      .digest('hex');
    const inserted = await this.options
      .knex('webhook_deliveries')
      .insert({ id, received_at: (this.options.now ?? Date.now)() })
      .onConflict('id')
      .ignore()
      .returning('id');
    return inserted.length > 0;
  }
}

function refuse(res: express.Response, { retryAfterMs }: WebhookRefusal): void {
  // What was not read of the body is not read for the sake of the connection either.
  res.setHeader('Connection', 'close');
  if (retryAfterMs !== undefined) {
    res.setHeader('Retry-After', String(Math.ceil(retryAfterMs / 1000)));
  }
}
