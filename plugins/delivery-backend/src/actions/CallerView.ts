import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type {
  ChangeView,
  EntityDelivery,
  HistoryEntry,
  Page,
} from '@throughline/plugin-delivery-common';
import type {
  DeliveryService,
  ListRequest,
  Reader,
} from '../read/DeliveryService';

/** What the caller of an action may see, which is what the pages would show to the same person. */
export class CallerView {
  readonly #reader: Reader;

  constructor(
    private readonly delivery: DeliveryService,
    credentials: BackstageCredentials,
  ) {
    // What may be seen is for the authorisation to say, which sets it anew.
    this.#reader = { credentials, visible: { type: 'none' } };
  }

  /** @throws NotFoundError for what the caller may not read */
  async page(ref: string): Promise<EntityDelivery> {
    const request = { known: [] };
    const { body } = await this.delivery.page(ref, request, this.#reader);
    return JSON.parse(body ?? '') as EntityDelivery;
  }

  /** @throws NotFoundError for what the caller may not read */
  changes(ref: string, request: ListRequest): Promise<Page<ChangeView>> {
    return this.delivery.changes(ref, request, this.#reader);
  }

  /** @throws NotFoundError for what the caller may not read */
  history(ref: string, request: ListRequest): Promise<Page<HistoryEntry>> {
    return this.delivery.history(ref, request, this.#reader);
  }
}
