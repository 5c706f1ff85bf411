import type { CatalogService } from '@backstage/plugin-catalog-node';
import { NotFoundError } from '@backstage/errors';
import { parseEntityRef } from '@backstage/catalog-model';
import {
  isDeliveryAvailable,
  type EntityDelivery,
  type FleetQuery,
} from '@throughline/plugin-delivery-common';
import type { SourceStore } from '../store';
import type { PageBody } from './buildPage';
import type { Channels } from './Channels';
import { CurrentFreshness } from './CurrentFreshness';
import type {
  DeliveryService,
  DetailsRequest,
  ListRequest,
  MetricsTime,
  PageAnswer,
  Reader,
} from './DeliveryService';
import type { FleetReader } from './FleetReader';
import { markStale } from './freshness';
import type { ListReader } from './ListReader';
import type { MetricsReader } from './MetricsReader';
import type { PageStore } from './PageStore';
import type { TargetDetailsReader } from './TargetDetailsReader';
import type { TraceReader } from './TraceReader';
import type { UnplacedReader } from './UnplacedReader';
import { isVisible, type Visible } from './Visible';

/** What the service reads from. */
export interface DefaultDeliveryOptions {
  pages: PageStore;
  lists: ListReader;
  fleet: FleetReader;
  traces: TraceReader;
  unplaced: UnplacedReader;
  details: TargetDetailsReader;
  metrics: MetricsReader;
  sources: SourceStore;
  channels: Channels;
  catalog: CatalogService;
  sandbox: boolean;
  /** Has an entity linked again; called when its page is asked for with another version than the one linked. */
  onOutdated: (ref: string, catalogEtag: string | undefined) => void;
  /** Warnings on the portal's own set-up. */
  notices: () => Promise<string[]>;
  now?: () => Date;
}

/** Serves what was built, with the freshness of the moment. It trusts `reader.visible`. */
export class DefaultDelivery implements DeliveryService {
  readonly #freshness: CurrentFreshness;

  constructor(private readonly options: DefaultDeliveryOptions) {
    const startedAt = (options.now?.() ?? new Date()).toISOString();
    this.#freshness = new CurrentFreshness(options.sources, startedAt);
  }

  async page(
    ref: string,
    request: { known: readonly string[]; catalogEtag?: string },
    reader: Reader,
  ): Promise<PageAnswer> {
    const row = await this.options.pages.get(ref);
    if (!row) {
      return this.#pendingPage(ref, reader);
    }
    this.options.onOutdated(ref, request.catalogEtag);
    const { sources, hash, anyStale, statuses } = await this.#freshness.ofPage(
      row.sources,
    );
    const { visible } = reader;
    const filtered =
      sources.shared && visible.type === 'some' ? visible.key : '';
    const etag = `W/"${row.etag}.${hash}${filtered}"`;
    if (request.known.includes(etag)) {
      return { etag };
    }
    let { body } = row;
    if (filtered || anyStale) {
      const page = JSON.parse(body) as PageBody;
      markStale(page, sources, await this.#freshness.get());
      hideInvisible(page, visible);
      body = JSON.stringify(page);
    }
    return { etag, body: this.#complete(ref, body, statuses) };
  }

  async changes(ref: string, request: ListRequest) {
    return this.options.lists.changes(ref, request);
  }

  async runs(ref: string, request: ListRequest) {
    return this.options.lists.runs(ref, request, await this.#freshness.get());
  }

  async history(ref: string, request: ListRequest) {
    return this.options.lists.history(ref, request);
  }

  async trace(ref: string, deploymentId: string) {
    return this.options.traces.read(ref, deploymentId);
  }

  async metrics(ref: string, request: MetricsTime) {
    return this.options.metrics.read(ref, request);
  }

  async details(request: DetailsRequest) {
    return this.options.details.read(request);
  }

  async fleet(query: FleetQuery, { visible }: Reader) {
    const { fleet, channels, sandbox } = this.options;
    return {
      ...(await fleet.read(query, visible, await this.#freshness.get())),
      channel: channels.fleet(),
      sandbox,
    };
  }

  async sources(request: ListRequest, { visible }: Reader) {
    return {
      sources: await this.options.sources.statuses(),
      unplaced: await this.options.unplaced.read(request, visible),
      notices: await this.options.notices(),
    };
  }

  /** The answer for an entity that is not linked yet: it is, as soon as the worker has seen it. */
  async #pendingPage(ref: string, reader: Reader): Promise<PageAnswer> {
    const { catalog, onOutdated } = this.options;
    const { credentials } = reader;
    const entity = isDeliveryAvailable(parseEntityRef(ref))
      ? await catalog.getEntityByRef(ref, { credentials })
      : undefined;
    if (!entity) {
      throw new NotFoundError(`There is no entity '${ref}' here`);
    }
    onOutdated(ref, entity.metadata.etag);
    const page: PageBody = {
      entityRef: ref,
      state: 'pending',
      tried: [],
      warnings: [],
      build: { unknownBecause: 'the entity has not been linked yet' },
      lanes: [],
      previews: [],
      changes: { items: [] },
      runs: { items: [] },
      history: { items: [] },
      releases: [],
    };
    return {
      etag: 'W/"pending"',
      body: this.#complete(ref, JSON.stringify(page), []),
    };
  }

  /** Adds what is the server's to say, without reading the stored text again. */
  #complete(
    ref: string,
    body: string,
    sources: EntityDelivery['sources'],
  ): string {
    const rest: Omit<EntityDelivery, keyof PageBody> = {
      channel: this.options.channels.entity(ref),
      measuredBy: this.options.metrics.sourceIds,
      sources,
      sandbox: this.options.sandbox,
    };
    return `${body.slice(0, -1)},${JSON.stringify(rest).slice(1)}`;
  }
}

/** Takes out the names of entities that the reader may not see. */
function hideInvisible(page: PageBody, visible: Visible): void {
  for (const { targets } of [...page.lanes, ...page.previews]) {
    for (const target of targets) {
      target.sharedWith = target.sharedWith.filter(ref =>
        isVisible(visible, ref),
      );
    }
  }
}
