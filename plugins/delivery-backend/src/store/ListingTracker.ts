import { ITEM_KINDS, type ItemKind } from '@throughline/plugin-delivery-node';

/** One listing that is under way. */
interface Listing {
  /** Ids of the items that exist, as far as told. */
  mentioned: Set<string>;
  /** Kinds of which something exists that cannot be named, so that nothing of that kind may be removed. */
  unnamed: Set<ItemKind>;
}

/** Remembers what the listings under way have mentioned. */
export class ListingTracker {
  readonly #open = new Map<string, Listing>();

  get anyOpen(): boolean {
    return this.#open.size > 0;
  }

  begin(scope: string): void {
    this.#open.set(scope, { mentioned: new Set(), unnamed: new Set() });
  }

  mention(scope: string, id: string): void {
    this.#open.get(scope)?.mentioned.add(id);
  }

  mentionUnnamed(scope: string, kind: ItemKind): void {
    const kinds = ITEM_KINDS.includes(kind) ? [kind] : ITEM_KINDS;
    kinds.forEach(each => this.#open.get(scope)?.unnamed.add(each));
  }

  /** @returns undefined where no listing of that scope was begun */
  end(scope: string): Listing | undefined {
    const listing = this.#open.get(scope);
    this.#open.delete(scope);
    return listing;
  }
}
