import { parseEntityRef } from '@backstage/catalog-model';

/** Where the portal shows the delivery of an entity. */
export function entityLink(entityRef: string): string {
  const { namespace, kind, name } = parseEntityRef(entityRef);
  return `/catalog/${[namespace, kind, name]
    .map(encodeURIComponent)
    .join('/')}/delivery`;
}

/** The name of an entity, as a title has it. */
export function entityName(entityRef: string): string {
  return parseEntityRef(entityRef).name;
}
