import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import { inChunks } from '../store/itemTables';

/** For how long after it was asked for a page counts as open; one that somebody looks at asks each minute. */
export const OPEN_MS = 3 * 60_000;

/** How old the note of a page may be before it is written anew. */
const NOTED_MS = 60_000;

/** How long views are gathered before they are written. */
const GATHER_MS = 20;

interface OpenPageRow {
  entity_ref: string;
  seen_at: number | string;
}

/** What knowing the open pages needs. */
export interface OpenPagesOptions {
  knex: Knex;
  logger: LoggerService;
  now?: () => number;
}

/** Knows which pages may be open in some browser, whichever replica serves it. */
export class OpenPages {
  readonly #noted = new Map<string, number>();
  #pending = new Map<string, number>();
  #writing: Promise<void> | undefined;
  #forgotAt = 0;

  constructor(private readonly options: OpenPagesOptions) {}

  /** A page was asked for. */
  seen(ref: string): void {
    const now = this.#now();
    if (now - (this.#noted.get(ref) ?? -Infinity) < NOTED_MS) {
      return;
    }
    this.#noted.set(ref, now);
    this.#pending.set(ref, now);
    this.#writing ??= new Promise<void>(resolve => {
      setTimeout(resolve, GATHER_MS);
    }).then(() => this.#write());
  }

  /** Of some pages those that may be open. */
  async among(refs: readonly string[]): Promise<string[]> {
    const since = this.#now() - OPEN_MS;
    const isNoted = (ref: string) =>
      (this.#noted.get(ref) ?? -Infinity) >= since;
    const open = refs.filter(isNoted);
    for (const some of inChunks(refs.filter(ref => !isNoted(ref)))) {
      const rows = await this.options
        .knex<OpenPageRow>('open_pages')
        .whereIn('entity_ref', some)
        .where('seen_at', '>=', since - NOTED_MS)
        .select('entity_ref');
      open.push(...rows.map(row => row.entity_ref));
    }
    return open;
  }

  async #write(): Promise<void> {
    this.#writing = undefined;
    const { knex, logger } = this.options;
    const pending = this.#pending;
    this.#pending = new Map();
    try {
      for (const some of inChunks([...pending])) {
        await knex<OpenPageRow>('open_pages')
          .insert(some.map(([ref, at]) => ({ entity_ref: ref, seen_at: at })))
          .onConflict('entity_ref')
          .merge();
      }
      await this.#forget();
    } catch (error) {
      // Noted at the next view.
      pending.forEach((_, ref) => this.#noted.delete(ref));
      logger.debug('Open pages could not be noted', error as Error);
    }
  }

  async #forget(): Promise<void> {
    const now = this.#now();
    if (now - this.#forgotAt < OPEN_MS) {
      return;
    }
    this.#forgotAt = now;
    for (const [ref, at] of this.#noted) {
      if (now - at >= OPEN_MS) {
        this.#noted.delete(ref);
      }
    }
    await this.options
      .knex('open_pages')
      .where('seen_at', '<', now - 2 * OPEN_MS)
      .delete();
  }

  #now(): number {
    return (this.options.now ?? Date.now)();
  }
}
