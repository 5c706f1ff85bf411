import { useRouteRef } from '@backstage/core-plugin-api';
import type { CompoundEntityRef } from '@backstage/catalog-model';
import { entityRouteRef } from '@backstage/plugin-catalog-react';

/** Where an entity's Delivery tab is. */
export function useEntityTabPath(): (entity: CompoundEntityRef) => string {
  const entityPath = useRouteRef(entityRouteRef);
  return ({ kind, namespace, name }) =>
    `${entityPath({
      kind: kind.toLocaleLowerCase('en-US'),
      namespace: namespace.toLocaleLowerCase('en-US'),
      name,
    })}/delivery`;
}
