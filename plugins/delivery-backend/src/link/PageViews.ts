import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import type { EntityRow } from '../read/rows';
import type { LinkStore } from './LinkStore';

/** How long an answer about an entity's version is good for. */
const CHECKED_MS = 30_000;
/** For how long after it was asked for a page counts as open. */
const OPEN_MS = 15 * 60_000;
const MAX_ENTRIES = 5000;

/**
 * Notes which pages are asked for, and has an entity linked again whose page was asked for with another version than
 * the one linked: who has just edited a catalog file looks at the result now.
 */
export class PageViews {
  readonly #views = new Map<
    string,
    { at: number; checked?: { etag: string; at: number } }
  >();

  constructor(
    private readonly options: {
      knex: Knex;
      links: LinkStore;
      logger: LoggerService;
      onHint: () => void;
      now?: () => number;
    },
  ) {}

  seen(ref: string, catalogEtag: string | undefined): void {
    const now = (this.options.now ?? Date.now)();
    const known = this.#views.get(ref);
    const view = { at: now, checked: known?.checked };
    this.#views.delete(ref);
    this.#views.set(ref, view);
    if (this.#views.size > MAX_ENTRIES) {
      this.#views.delete(this.#views.keys().next().value!);
    }
    const isChecked =
      view.checked?.etag === catalogEtag &&
      now - (view.checked?.at ?? 0) < CHECKED_MS;
    if (catalogEtag !== undefined && !isChecked) {
      view.checked = { etag: catalogEtag, at: now };
      this.#check(ref, catalogEtag).catch(error =>
        this.options.logger.debug('A page view could not be noted', error),
      );
    }
  }

  /** The entities whose pages may still be open somewhere, newest first. */
  open(): string[] {
    const since = (this.options.now ?? Date.now)() - OPEN_MS;
    return [...this.#views]
      .filter(([, { at }]) => at >= since)
      .map(([ref]) => ref)
      .reverse();
  }

  async #check(ref: string, catalogEtag: string): Promise<void> {
    const row = await this.options
      .knex<EntityRow>('entities')
      .where({ ref })
      .first('etag');
    if (row?.etag !== catalogEtag) {
      await this.options.links.addHint(ref);
      this.options.onHint();
    }
  }
}
