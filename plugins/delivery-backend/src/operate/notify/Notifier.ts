import type { LoggerService } from '@backstage/backend-plugin-api';
import { ForwardedError } from '@backstage/errors';
import type { NotificationService } from '@backstage/plugin-notifications-node';
import { Wake } from '../../link/Wake';
import type { LivePages } from '../../read/LivePages';
import type { OperationStore } from '../records';
import { followStates, type Holds, type StateEvent } from './followStates';
import type { DueStates, NoticeStore } from './NoticeStore';
import { operationNotice, type Notice } from './operationNotice';
import { stateNotice } from './stateNotice';

const LOOK_MS = 5000;
/** What ended longer ago is no news, such as before notifications were set up. */
const NEWS_MS = 24 * 3600_000;
/** A deployment that is older is not what degraded it. */
const AFTER_DEPLOYMENT_MS = 3600_000;
const FIRST_PAUSE_MS = 60_000;
const LONGEST_PAUSE_MS = 3600_000;

export interface NotifierOptions {
  store: NoticeStore;
  operations: OperationStore;
  pages: LivePages;
  notifications: NotificationService;
  /** Refs of those who may act on production. */
  grants: readonly string[];
  logger: LoggerService;
  holds?: Holds;
  lookMs?: number;
}

/**
 * Tells people by the portal's notifications. What was told is stored after it was sent: a crash between the two sends it
 * again, and its scope has it replace itself.
 */
export class Notifier {
  readonly #wake = new Wake();
  #pauseMs = FIRST_PAUSE_MS;
  #pausedUntil = 0;

  constructor(private readonly options: NotifierOptions) {}

  /** There may be something to tell. */
  wake(): void {
    this.#wake.up();
  }

  /** Has the states of services looked at, whose pages have changed. */
  pagesChanged(refs: readonly string[]): void {
    const { store, logger } = this.options;
    store
      .mark(refs, new Date().toISOString())
      .catch(error =>
        logger.warn('States could not be marked to be told', error),
      );
  }

  /** Tells until the signal is aborted: the lease is lost, or the portal stops. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      if (Date.now() >= this.#pausedUntil) {
        try {
          await this.tell();
          this.#pauseMs = FIRST_PAUSE_MS;
        } catch (error) {
          this.#pause(error as Error);
        }
      }
      await this.#wake.sleep(this.options.lookMs ?? LOOK_MS, signal);
    }
  }

  /** Tells all that there is to tell now. */
  async tell(): Promise<void> {
    await this.#tellOperations();
    await this.#tellStates();
  }

  async #tellOperations(): Promise<void> {
    const { store, grants } = this.options;
    const since = new Date(Date.now() - NEWS_MS).toISOString();
    for (const record of await store.untold(since)) {
      const notice = operationNotice(record, grants);
      if (notice) {
        await this.#send(notice);
        await store.told(record.id, notice.kind);
      }
    }
  }

  async #tellStates(): Promise<void> {
    const { store, holds } = this.options;
    const now = Date.now();
    for (const due of await store.due(new Date(now).toISOString())) {
      const { after, events, dueAt } = followStates(
        due.states,
        due.cells,
        now,
        holds,
      );
      for (const event of events) {
        await this.#tellState(due, event);
      }
      await store.looked(due, after, dueAt);
    }
  }

  async #tellState(
    { entityRef, service }: DueStates,
    event: StateEvent,
  ): Promise<void> {
    const concerned = service?.owner ? [service.owner] : [];
    if (event.state === 'degraded') {
      const since = await this.#deployedBefore(entityRef, event);
      if (since === undefined) {
        return;
      }
      concerned.push(...(await this.#actorsSince(entityRef, event, since)));
    }
    if (service && concerned.length > 0) {
      const { title } = service;
      await this.#send(stateNotice({ entityRef, title }, event, concerned));
    }
  }

  /** When the deployment was that came shortly before; undefined where there was none. */
  async #deployedBefore(
    entityRef: string,
    { environment, since }: StateEvent,
  ): Promise<string | undefined> {
    const page = await this.options.pages.get(entityRef);
    const deployedAt = page.lanes.find(
      lane => lane.environment.name === environment,
    )?.deployedAt;
    return deployedAt !== undefined &&
      Date.parse(since) - Date.parse(deployedAt) < AFTER_DEPLOYMENT_MS
      ? deployedAt
      : undefined;
  }

  async #actorsSince(
    entityRef: string,
    { environment }: StateEvent,
    deployedAt: string,
  ): Promise<string[]> {
    const from = Date.parse(deployedAt) - AFTER_DEPLOYMENT_MS;
    const recent = await this.options.operations.ofEntity(entityRef, 10);
    return recent
      .filter(
        each =>
          each.environment === environment &&
          each.state !== 'refused' &&
          each.state !== 'cancelled' &&
          each.actor.startsWith('user:') &&
          Date.parse(each.progress.startedAt ?? each.requestedAt) >= from,
      )
      .map(({ actor }) => actor);
  }

  async #send({ message }: Notice): Promise<void> {
    try {
      await this.options.notifications.send(message);
    } catch (error) {
      throw new ForwardedError(
        'Nobody could be notified; is @backstage/plugin-notifications-backend installed?',
        error,
      );
    }
  }

  /** Portals need not have notifications: nothing but these waits for them. */
  #pause(error: Error): void {
    this.#pausedUntil = Date.now() + this.#pauseMs;
    this.options.logger.warn(
      `${error.message}. Next attempt in ${this.#pauseMs / 60_000} min`,
    );
    this.#pauseMs = Math.min(this.#pauseMs * 2, LONGEST_PAUSE_MS);
  }
}
