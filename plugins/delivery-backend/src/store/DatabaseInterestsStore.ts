import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Interests } from '@throughline/plugin-delivery-node';
import type { Knex } from 'knex';
import { Listeners } from './Listeners';
import type { InterestsStore } from './ObservationReader';
import { Poller } from './Poller';
import type { InterestsRow } from './rows';

const ROW_ID = 1;
const NOTHING: Interests = {
  version: '',
  repositories: [],
  images: [],
  pipelines: [],
};

/** One row that every replica looks at each second, for as long as somebody there wants to know. */
export class DatabaseInterestsStore implements InterestsStore {
  readonly #listeners: Listeners<Interests>;
  readonly #poller: Poller;
  #known: string = NOTHING.version;

  constructor(private readonly knex: Knex, logger: LoggerService) {
    this.#listeners = new Listeners(error =>
      logger.error('A listener for interests failed', error as Error),
    );
    this.#poller = new Poller({
      everyMs: 1000,
      work: () => this.#look(),
      onError: error =>
        logger.warn('The interests could not be looked at', error as Error),
    });
  }

  async load(): Promise<Interests> {
    const row = await this.#rows().first('data');
    return row ? (JSON.parse(row.data) as Interests) : NOTHING;
  }

  async save(interests: Interests): Promise<void> {
    const row = await this.#rows().first('version');
    if (row?.version === interests.version) {
      return;
    }
    await this.knex<InterestsRow>('interests')
      .insert({
        id: ROW_ID,
        version: interests.version,
        data: JSON.stringify(interests),
      })
      .onConflict('id')
      .merge();
    await this.#look();
  }

  onChange(listener: (interests: Interests) => void): () => void {
    const remove = this.#listeners.add(listener);
    this.#poller.start();
    return () => {
      remove();
      if (this.#listeners.size === 0) {
        this.#poller.stop();
        this.#known = NOTHING.version;
      }
    };
  }

  async #look(): Promise<void> {
    const row = await this.#rows().first('version');
    const version = row?.version ?? NOTHING.version;
    const before = this.#known;
    this.#known = version;
    if (before !== version) {
      this.#listeners.call(await this.load());
    }
  }

  #rows() {
    return this.knex<InterestsRow>('interests').where('id', ROW_ID);
  }
}
