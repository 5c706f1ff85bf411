import type { LoggerService } from '@backstage/backend-plugin-api';
import type { SourceHint } from '@throughline/plugin-delivery-node';
import { type HintStore, Poller } from '../store';

/** Brings hints to the replica that collects the source: at once where that is this one, else by the database. */
export class HintRelay {
  readonly #local = new Set<string>();
  readonly #poller: Poller;

  constructor(
    private readonly options: {
      hints: HintStore;
      logger: LoggerService;
      deliver: (sourceId: string, hint: SourceHint) => void;
    },
  ) {
    this.#poller = new Poller({
      everyMs: 1000,
      work: () => this.#fetch(),
      onError: error =>
        options.logger.warn('Hints could not be fetched', error as Error),
    });
  }

  start(): void {
    this.#poller.start();
  }

  stop(): void {
    this.#poller.stop();
  }

  isLocal(sourceId: string): boolean {
    return this.#local.has(sourceId);
  }

  setLocal(sourceId: string, local: boolean): void {
    if (local) {
      this.#local.add(sourceId);
    } else {
      this.#local.delete(sourceId);
    }
  }

  pass(sourceId: string, hint: SourceHint): void {
    if (this.#local.has(sourceId)) {
      this.options.deliver(sourceId, hint);
      return;
    }
    this.options.hints
      .leave(sourceId, hint)
      .catch(error =>
        this.options.logger.warn('A hint could not be passed on', error),
      );
  }

  async #fetch(): Promise<void> {
    const taken = await this.options.hints.take([...this.#local]);
    taken.forEach(({ sourceId, hint }) => this.options.deliver(sourceId, hint));
  }
}
