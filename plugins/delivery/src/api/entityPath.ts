import type { CompoundEntityRef } from '@backstage/catalog-model';

/** Where the backend keeps what it knows of an entity. */
export function entityPath(entity: CompoundEntityRef): string {
  return `/entities/${[entity.namespace, entity.kind, entity.name]
    .map(encodeURIComponent)
    .join('/')}`;
}
