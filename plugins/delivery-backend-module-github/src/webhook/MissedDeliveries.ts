import { Lru } from '@throughline/plugin-delivery-node';
import type { OrganizationHook } from '../config/readGithubConfig';

/** Deliveries fail also while the portal runs, as when a proxy before it is renewed. */
const LOOK_EVERY_MS = 10 * 60_000;

/** What fails so often is told as a problem, and looked at no more often than everything. */
const MAX_TRIES = 10;

/** What failed deliveries of webhooks told of, until it was dealt with. */
export class MissedDeliveries {
  readonly #known = new Lru<true>(2_000);
  readonly #looked = new Map<string, number>();
  /** Repository → how often it was looked at in vain. */
  readonly #open = new Map<string, number>();

  constructor(private readonly now: () => number = Date.now) {}

  /** Whether it is time to look through the deliveries of a webhook: a look that failed does not count. */
  isDue(hook: OrganizationHook): boolean {
    const last = this.#looked.get(keyOf(hook));
    return last === undefined || this.now() - last >= LOOK_EVERY_MS;
  }

  /** The deliveries of a webhook were looked through. */
  looked(hook: OrganizationHook): void {
    this.#looked.set(keyOf(hook), this.now());
  }

  /** Whether a delivery was looked into before. */
  knows(guid: string): boolean {
    return this.#known.get(guid) === true;
  }

  /** A failed delivery was looked into. */
  add(guid: string, identity: string | undefined): void {
    this.#known.set(guid, true);
    if (identity) {
      this.#open.set(identity, 0);
    }
  }

  /** The repositories that are still to be looked at closely. */
  open(): string[] {
    return [...this.#open.keys()];
  }

  /** A repository was looked at closely, and all of it could be told. */
  dealtWith(identity: string): void {
    this.#open.delete(identity);
  }

  /** A repository was looked at, and not all of it could be told. */
  inVain(identity: string): void {
    const tries = this.#open.get(identity);
    if (tries !== undefined) {
      this.#open.set(identity, tries + 1);
      if (tries + 1 >= MAX_TRIES) {
        this.#open.delete(identity);
      }
    }
  }

  /** Forgets what is of no interest any more. */
  keep(identities: ReadonlySet<string>): void {
    this.open()
      .filter(identity => !identities.has(identity))
      .forEach(identity => this.#open.delete(identity));
  }
}

function keyOf({ host, organization, hookId }: OrganizationHook): string {
  return `${host}/${organization}/${hookId}`;
}
