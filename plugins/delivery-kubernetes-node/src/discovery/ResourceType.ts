/**
 * A resource as an API server serves it, found by discovery.
 *
 * @public
 */
export interface ResourceType {
  /** Empty for the core group. */
  group: string;
  version: string;
  kind: string;
  /** The name in paths, such as `deployments`. */
  plural: string;
  namespaced: boolean;
}

/**
 * The path of a resource below the API server's URL, as segments that are still to be encoded.
 *
 * @public
 */
export function resourcePath(
  type: ResourceType,
  at: { namespace?: string; name?: string; subresource?: string } = {},
): string[] {
  return [
    ...(type.group === ''
      ? ['api', type.version]
      : ['apis', type.group, type.version]),
    ...(at.namespace === undefined ? [] : ['namespaces', at.namespace]),
    type.plural,
    ...(at.name === undefined ? [] : [at.name]),
    ...(at.subresource === undefined ? [] : [at.subresource]),
  ];
}
