import {
  DEFAULT_NAMESPACE,
  parseEntityRef,
  RELATION_OWNED_BY,
  stringifyEntityRef,
  type Entity,
} from '@backstage/catalog-model';
import { DELIVERY_ANNOTATIONS } from '@throughline/plugin-delivery-common';

/** What the linking keeps of a catalog entity. */
export interface EntityFacts {
  /** Lower case, as `stringifyEntityRef` writes it. */
  ref: string;
  /** Lower case. */
  kind: string;
  namespace: string;
  name: string;
  title?: string;
  etag: string;
  /** The ref of who owns it. */
  owner?: string;
  /** The name of its system. */
  system?: string;
  /** Those that the linking knows. */
  annotations: Record<string, string>;
}

/** The fields of an entity that {@link factsOfEntity} needs. */
export const FACT_FIELDS: string[] = [
  'kind',
  'metadata.name',
  'metadata.namespace',
  'metadata.title',
  'metadata.etag',
  'metadata.annotations',
  'spec.owner',
  'spec.system',
  'relations',
];

const KNOWN = Object.values(DELIVERY_ANNOTATIONS);

/** Takes from an entity what the linking needs. */
export function factsOfEntity(entity: Entity): EntityFacts {
  const annotations: Record<string, string> = {};
  for (const key of KNOWN) {
    const value = entity.metadata.annotations?.[key];
    if (typeof value === 'string') {
      annotations[key] = value;
    }
  }
  const title = entity.metadata.title;
  const owner = ownerOf(entity);
  const system = systemOf(entity);
  return {
    ref: stringifyEntityRef(entity),
    kind: entity.kind.toLocaleLowerCase('en-US'),
    namespace: entity.metadata.namespace ?? DEFAULT_NAMESPACE,
    name: entity.metadata.name,
    ...(title ? { title } : {}),
    etag: entity.metadata.etag ?? '',
    ...(owner ? { owner } : {}),
    ...(system ? { system } : {}),
    annotations,
  };
}

function ownerOf(entity: Entity): string | undefined {
  const relation = entity.relations?.find(
    each => each.type === RELATION_OWNED_BY,
  );
  return relation?.targetRef ?? refOf(entity, entity.spec?.owner, 'group');
}

function systemOf(entity: Entity): string | undefined {
  const ref = refOf(entity, entity.spec?.system, 'system');
  return ref ? parseEntityRef(ref).name : undefined;
}

function refOf(
  entity: Entity,
  value: unknown,
  defaultKind: string,
): string | undefined {
  if (typeof value !== 'string' || !value) {
    return undefined;
  }
  try {
    return stringifyEntityRef(
      parseEntityRef(value, {
        defaultKind,
        defaultNamespace: entity.metadata.namespace ?? DEFAULT_NAMESPACE,
      }),
    );
  } catch {
    return undefined;
  }
}
