import { createHmac, randomUUID } from 'crypto';
import { Push } from '../../git';
import { Mutex } from '../../git/Mutex';
import { ForgeEvent } from '../actions/Actions';
import { Forge, ORGANIZATION, stableId } from '../Forge';
import { eventPayload, pushPayload } from './webhookPayload';

/** Where deliveries go. */
export interface WebhookTarget {
  url: string;
  secret: string;
}

/** One attempt to deliver. */
export interface Delivery {
  id: number;
  guid: string;
  deliveredAt: string;
  redelivery: boolean;
  durationS: number;
  status: string;
  statusCode: number;
  event: string;
  action: string | null;
  repositoryId: number;
  url: string;
  request: { headers: Record<string, string>; body: string };
  response: { headers: Record<string, string>; body: string };
}

const KEPT = 1_000;
const DEADLINE_MS = 10_000;

/** Delivers what happens to the organisation's hook, once: as upstream, nothing is tried again by itself. */
export class Webhooks {
  /** Newest first. */
  readonly deliveries: Delivery[] = [];
  readonly hookId = stableId(`hook of ${ORGANIZATION}`);
  readonly #order = new Mutex();
  #closed = false;
  /** While set, deliveries are recorded as failed and never sent: to see what recovers them. */
  dropping = false;

  constructor(
    private readonly forge: Forge,
    readonly target: WebhookTarget | undefined,
  ) {}

  /** Tells of a push. */
  push(push: Push): Promise<void> {
    return this.#send('push', push.repository, info =>
      pushPayload(this.forge, info, push),
    );
  }

  /** Tells of anything else. */
  event(event: ForgeEvent): Promise<void> {
    return this.#send(event.kind, event.repository, info =>
      eventPayload(this.forge, info, event),
    );
  }

  /** Delivers something again; false where there is no such delivery. */
  redeliver(id: number): boolean {
    const known = this.deliveries.find(delivery => delivery.id === id);
    if (known) {
      this.#order.run(() =>
        this.#deliver({ ...known, redelivery: true }, false),
      );
    }
    return known !== undefined;
  }

  /** Sends nothing more. */
  close() {
    this.#closed = true;
  }

  #send(
    event: string,
    repository: string,
    payload: (
      info: NonNullable<ReturnType<Forge['code']['find']>>,
    ) => Promise<Record<string, unknown>>,
  ): Promise<void> {
    const { target } = this;
    const info = this.forge.code.find(repository);
    if (!target || !info) {
      return Promise.resolve();
    }
    return this.#order.run(async () => {
      const content = await payload(info);
      const body = JSON.stringify(content);
      const guid = randomUUID();
      const signature = createHmac('sha256', target.secret)
        .update(body)
        .digest('hex');
      await this.#deliver(
        {
          guid,
          redelivery: false,
          event,
          action: typeof content.action === 'string' ? content.action : null,
          repositoryId: stableId(`repository ${repository}`),
          url: target.url,
          request: {
            body,
            headers: {
              'content-type': 'application/json',
              'user-agent': 'GitHub-Hookshot/sandbox',
              'x-github-delivery': guid,
              'x-github-event': event,
              'x-github-hook-id': String(this.hookId),
              'x-github-hook-installation-target-type': 'organization',
              'x-hub-signature-256': `sha256=${signature}`,
            },
          },
        },
        this.dropping,
      );
    });
  }

  async #deliver(
    what: Pick<
      Delivery,
      | 'guid'
      | 'redelivery'
      | 'event'
      | 'action'
      | 'repositoryId'
      | 'url'
      | 'request'
    >,
    dropped: boolean,
  ) {
    if (this.#closed) {
      return;
    }
    const started = Date.now();
    const outcome = dropped
      ? {
          status: 'failed to connect to host',
          statusCode: 0,
          headers: {},
          body: '',
        }
      : await this.#post(what.url, what.request);
    this.deliveries.unshift({
      ...what,
      id:
        stableId(`${what.guid} ${this.deliveries.length} ${started}`) * 1_000 +
        (started % 1_000),
      deliveredAt: new Date(started).toISOString(),
      durationS: (Date.now() - started) / 1000,
      status: outcome.status,
      statusCode: outcome.statusCode,
      response: { headers: outcome.headers, body: outcome.body },
    });
    this.deliveries.splice(KEPT);
  }

  async #post(url: string, request: Delivery['request']) {
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: request.headers,
        body: request.body,
        signal: AbortSignal.timeout(DEADLINE_MS),
      });
      return {
        status: response.ok
          ? 'OK'
          : `Invalid HTTP Response: ${response.status}`,
        statusCode: response.status,
        headers: Object.fromEntries(response.headers),
        body: (await response.text()).slice(0, 2_000),
      };
    } catch (error) {
      const timedOut = error instanceof Error && error.name === 'TimeoutError';
      return {
        status: timedOut ? 'timed out' : 'failed to connect to host',
        statusCode: timedOut ? 504 : 502,
        headers: {},
        body: '',
      };
    }
  }
}
