import type { LoggerService } from '@backstage/backend-plugin-api';
import type { SignalsService } from '@backstage/plugin-signals-node';
import type { Channels } from '../read/Channels';

/** What telling needs. */
export interface ChangeSignalsOptions {
  signals: SignalsService;
  channels: Channels;
  /** Of some entities those whose page may be open: a signal costs each replica a request, whoever listens. */
  openAmong: (refs: readonly string[]) => Promise<string[]>;
  logger: LoggerService;
  /** How long news is gathered. */
  gatherMs?: number;
  /** The shortest time between two on the channel of the fleet, which everything concerns. */
  fleetMs?: number;
}

/** Tells open pages that they have changed, and nothing else: whoever listens must ask, and may then be refused. */
export class ChangeSignals {
  readonly #pending = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #fleetTimer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(private readonly options: ChangeSignalsOptions) {}

  changed(refs: Iterable<string>): void {
    if (this.#stopped) {
      return;
    }
    for (const ref of refs) {
      this.#pending.add(ref);
    }
    this.#timer ??= setTimeout(
      () => this.#flush(),
      this.options.gatherMs ?? 100,
    );
    this.fleetChanged();
  }

  fleetChanged(): void {
    if (!this.#stopped) {
      this.#fleetTimer ??= setTimeout(() => {
        this.#fleetTimer = undefined;
        this.#publish(this.options.channels.fleet());
      }, this.options.fleetMs ?? 2000);
    }
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#fleetTimer);
  }

  async #flush(): Promise<void> {
    this.#timer = undefined;
    const refs = [...this.#pending];
    this.#pending.clear();
    const open = await this.#openAmong(refs);
    open.forEach(ref => this.#publish(this.options.channels.entity(ref)));
  }

  async #openAmong(refs: readonly string[]): Promise<readonly string[]> {
    try {
      return await this.options.openAmong(refs);
    } catch (error) {
      this.options.logger.debug('Open pages are not known', error as Error);
      return refs;
    }
  }

  #publish(channel: string): void {
    this.options.signals
      .publish({
        recipients: { type: 'broadcast' },
        channel,
        message: { changed: true },
      })
      .catch(error =>
        this.options.logger.debug('A signal could not be sent', error),
      );
  }
}
