import type {
  SourceDetails,
  SourceStatus,
} from '@throughline/plugin-delivery-common';
import type { SourceStore } from '../store';
import { Freshness } from './freshness';
import type { PageSources } from './PageBuilder';

/** What the freshness of its sources is to a page. */
export interface PageFreshness {
  sources: PageSources;
  /** See {@link Freshness.hash}. */
  hash: string;
  anyStale: boolean;
  statuses: SourceStatus[];
}

/** How current the sources are, worked out once for all requests that come while their statuses are kept. */
export class CurrentFreshness {
  readonly #pages = new Map<string, PageFreshness>();
  #statuses: readonly SourceDetails[] | undefined;
  #freshness: Freshness;

  /** @param startedAt - see {@link Freshness} */
  constructor(
    private readonly store: Pick<SourceStore, 'statuses'>,
    private readonly startedAt: string,
  ) {
    this.#freshness = new Freshness([], startedAt);
  }

  async get(): Promise<Freshness> {
    const statuses = await this.store.statuses();
    if (statuses !== this.#statuses) {
      this.#statuses = statuses;
      this.#freshness = new Freshness(statuses, this.startedAt);
      this.#pages.clear();
    }
    return this.#freshness;
  }

  /** @param sources - as a page's row has them; many pages have the same */
  async ofPage(sources: string): Promise<PageFreshness> {
    const freshness = await this.get();
    const known = this.#pages.get(sources);
    if (known) {
      return known;
    }
    const parsed = JSON.parse(sources) as PageSources;
    const found = {
      sources: parsed,
      hash: freshness.hash(parsed.all),
      anyStale: freshness.stale(parsed.all).length > 0,
      statuses: freshness.statuses(parsed.all),
    };
    this.#pages.set(sources, found);
    return found;
  }
}
