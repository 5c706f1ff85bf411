import { SourceFailure } from '@throughline/plugin-delivery-node';
import type { ResourceType } from '../discovery';

/**
 * Where one object is found, in whole: what can be remembered, so that it is found again after a restart.
 *
 * @public
 */
export interface ObjectAddress extends Omit<ResourceType, 'namespaced'> {
  namespace: string;
  name: string;
}

/**
 * Reads an address out of what was remembered of it.
 *
 * @throws SourceFailure of kind `internal` where a part is missing
 * @public
 */
export function addressFrom(
  remembered: Readonly<Record<string, string>>,
): ObjectAddress {
  const part = (key: keyof ObjectAddress) => {
    const value = remembered[key];
    if (value === undefined) {
      throw new SourceFailure('internal', `Its ${key} was not remembered`);
    }
    return value;
  };
  return {
    group: part('group'),
    version: part('version'),
    kind: part('kind'),
    plural: part('plural'),
    namespace: part('namespace'),
    name: part('name'),
  };
}

/** The path of an object, as segments that are still to be encoded. */
export function pathOf(address: ObjectAddress, subresource?: string): string[] {
  return [
    ...collectionPathOf(address),
    address.name,
    ...(subresource ? [subresource] : []),
  ];
}

/** The path of all objects of a kind in a namespace, as segments that are still to be encoded. */
export function collectionPathOf({
  group,
  version,
  plural,
  namespace,
}: Omit<ObjectAddress, 'name'>): string[] {
  return [
    ...(group === '' ? ['api', version] : ['apis', group, version]),
    'namespaces',
    namespace,
    plural,
  ];
}
