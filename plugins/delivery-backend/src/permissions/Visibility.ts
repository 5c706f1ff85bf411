import { createHash } from 'node:crypto';
import type {
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { catalogEntityReadPermission } from '@backstage/plugin-catalog-common/alpha';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { DELIVERY_KINDS } from '@throughline/plugin-delivery-common';
import { visibleSome, type Visible } from '../read/Visible';
import { Kept, type Answer } from './Kept';

/**
 * Which entities somebody may read, as the catalog's permission says. Decisions are kept for at most a minute for
 * each user; the set that conditions select is kept by the conditions, as users share them, and a decision no longer
 * than the set that it rests on.
 */
export class Visibility {
  readonly #decisions = new Kept<Visible>();
  readonly #sets = new Kept<Visible>();

  constructor(
    private readonly options: {
      permissions: PermissionsService;
      catalog: CatalogService;
      now?: () => number;
    },
  ) {}

  async of(credentials: BackstageCredentials): Promise<Visible> {
    const now = this.#now();
    const key = principalKey(credentials);
    const { value } = await (key === undefined
      ? this.#decide(credentials, now)
      : this.#decisions.get(key, now, () => this.#decide(credentials, now)));
    return value;
  }

  /** Whether an entity can be read at this moment, as the catalog itself says: for what is too new to be in a set. */
  async canReadNow(
    ref: string,
    credentials: BackstageCredentials,
  ): Promise<boolean> {
    const entity = await this.options.catalog.getEntityByRef(ref, {
      credentials,
    });
    return entity !== undefined;
  }

  async #decide(
    credentials: BackstageCredentials,
    now: number,
  ): Promise<Answer<Visible>> {
    const [decision] = await this.options.permissions.authorizeConditional(
      [{ permission: catalogEntityReadPermission }],
      { credentials },
    );
    if (decision.result !== AuthorizeResult.CONDITIONAL) {
      const type = decision.result === AuthorizeResult.ALLOW ? 'all' : 'none';
      return { value: { type }, foundAt: now };
    }
    const conditions = createHash('sha256')
      .update(JSON.stringify(decision.conditions))
      .digest('base64url');
    return this.#sets.get(conditions, now, async () => {
      const { items } = await this.options.catalog.getEntities(
        {
          filter: { kind: [...DELIVERY_KINDS] },
          fields: ['kind', 'metadata.name', 'metadata.namespace'],
        },
        { credentials },
      );
      const refs = items.map(entity => stringifyEntityRef(entity));
      return { value: visibleSome(refs), foundAt: now };
    });
  }

  #now(): number {
    return (this.options.now ?? Date.now)();
  }
}

/** Undefined for who has no name, whose decisions are not kept. */
function principalKey(credentials: BackstageCredentials): string | undefined {
  const principal = credentials.principal as {
    type?: string;
    userEntityRef?: string;
    subject?: string;
    actor?: unknown;
    accessRestrictions?: unknown;
  };
  if (principal.type === 'user' && principal.userEntityRef) {
    return JSON.stringify(['user', principal.userEntityRef, principal.actor]);
  }
  if (principal.type === 'service' && principal.subject) {
    return JSON.stringify([
      'service',
      principal.subject,
      principal.accessRestrictions,
    ]);
  }
  return undefined;
}
