import type { CompoundEntityRef } from '@backstage/catalog-model';
import type { DiscoveryApi, FetchApi } from '@backstage/core-plugin-api';
import { ResponseError } from '@backstage/errors';
import type {
  ChangeView,
  DetailKind,
  EntityDelivery,
  EntityMetrics,
  FleetPage,
  FleetQuery,
  HistoryEntry,
  Page,
  RunView,
  SourcesPage,
  TargetDetails,
} from '@throughline/plugin-delivery-common';
import { AnswerCache } from './AnswerCache';
import type {
  DeliveryApi,
  DeliveryRequestOptions,
  EntityDeliveryOptions,
} from './DeliveryApi';
import { entityPath } from './entityPath';
import { searchParams } from './searchParams';

/**
 * Asks the delivery backend over HTTP, and asks again by ETag for what it has had before.
 *
 * @public
 */
export class DeliveryClient implements DeliveryApi {
  private readonly discoveryApi: DiscoveryApi;
  private readonly fetchApi: FetchApi;
  private readonly answers = new AnswerCache();

  constructor(options: { discoveryApi: DiscoveryApi; fetchApi: FetchApi }) {
    this.discoveryApi = options.discoveryApi;
    this.fetchApi = options.fetchApi;
  }

  /** {@inheritDoc DeliveryApi.getEntityDelivery} */
  async getEntityDelivery(
    entity: CompoundEntityRef,
    options?: EntityDeliveryOptions,
  ): Promise<EntityDelivery> {
    const params = options?.catalogEtag
      ? `?${new URLSearchParams({ etag: options.catalogEtag })}`
      : '';
    return this.get(`${entityPath(entity)}${params}`, options);
  }

  /** {@inheritDoc DeliveryApi.getChanges} */
  async getChanges(
    entity: CompoundEntityRef,
    cursor: string,
    options?: DeliveryRequestOptions,
  ): Promise<Page<ChangeView>> {
    return this.getPage(entity, 'changes', cursor, options);
  }

  /** {@inheritDoc DeliveryApi.getRuns} */
  async getRuns(
    entity: CompoundEntityRef,
    cursor: string,
    options?: DeliveryRequestOptions,
  ): Promise<Page<RunView>> {
    return this.getPage(entity, 'runs', cursor, options);
  }

  /** {@inheritDoc DeliveryApi.getHistory} */
  async getHistory(
    entity: CompoundEntityRef,
    cursor: string,
    options?: DeliveryRequestOptions,
  ): Promise<Page<HistoryEntry>> {
    return this.getPage(entity, 'history', cursor, options);
  }

  /** {@inheritDoc DeliveryApi.getMetrics} */
  async getMetrics(
    entity: CompoundEntityRef,
    time: { environment: string; from: number; to: number },
    options?: DeliveryRequestOptions,
  ): Promise<EntityMetrics> {
    const params = new URLSearchParams({
      environment: time.environment,
      from: String(time.from),
      to: String(time.to),
    });
    return this.get(`${entityPath(entity)}/metrics?${params}`, options);
  }

  /** {@inheritDoc DeliveryApi.getDetails} */
  async getDetails(
    targetId: string,
    kind: DetailKind,
    entityRef: string,
    options?: DeliveryRequestOptions,
  ): Promise<TargetDetails> {
    const params = new URLSearchParams({ entity: entityRef });
    const id = encodeURIComponent(targetId);
    return this.get(`/targets/${id}/details/${kind}?${params}`, options);
  }

  /** {@inheritDoc DeliveryApi.getFleet} */
  async getFleet(
    query: FleetQuery,
    options?: DeliveryRequestOptions,
  ): Promise<FleetPage> {
    const params = searchParams({ ...query }).toString();
    return this.get(params ? `/fleet?${params}` : '/fleet', options);
  }

  /** {@inheritDoc DeliveryApi.getSources} */
  async getSources(
    cursor?: string,
    options?: DeliveryRequestOptions,
  ): Promise<SourcesPage> {
    const params = cursor ? `?${new URLSearchParams({ cursor })}` : '';
    return this.get(`/sources${params}`, options);
  }

  private async getPage<T>(
    entity: CompoundEntityRef,
    list: string,
    cursor: string,
    options?: DeliveryRequestOptions,
  ): Promise<Page<T>> {
    const params = new URLSearchParams({ cursor });
    return this.get(`${entityPath(entity)}/${list}?${params}`, options);
  }

  private async get<T>(
    path: string,
    options?: DeliveryRequestOptions,
  ): Promise<T> {
    const url = `${await this.discoveryApi.getBaseUrl('delivery')}${path}`;
    const known = this.answers.get(url);
    const response = await this.fetchApi.fetch(url, {
      signal: options?.signal,
      // Where the backend is of another origin and does not expose the tag to us, the browser still knows it.
      ...(known
        ? { headers: { 'If-None-Match': known.etag } }
        : { cache: 'no-cache' }),
    });
    if (response.status === 304 && known) {
      return known.body as T;
    }
    if (!response.ok) {
      this.answers.delete(url);
      throw await ResponseError.fromResponse(response);
    }
    const body: unknown = await response.json();
    const etag = response.headers.get('ETag');
    if (etag) {
      this.answers.set(url, { etag, body });
    }
    return body as T;
  }
}
