import type { Config } from '@backstage/config';
import { configProblem } from '@throughline/plugin-delivery-node';

/**
 * Reads the namespaces that are looked at, sorted; undefined for all.
 *
 * @param path - the full key of the list
 * @throws InputError where the list is empty or holds what is no namespace
 * @public
 */
export function readNamespaces(
  config: Config,
  path: string,
): string[] | undefined {
  const namespaces = config.getOptionalStringArray('namespaces');
  if (!namespaces) {
    return undefined;
  }
  if (namespaces.length === 0) {
    throw configProblem(
      path,
      'it is empty',
      'Name the namespaces, or remove it to look at all of them.',
    );
  }
  namespaces.forEach((namespace, index) => {
    if (!/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(namespace)) {
      throw configProblem(
        `${path}[${index}]`,
        `'${namespace.slice(0, 80)}' is not a namespace's name`,
        'Patterns are not supported; use lower case letters, digits and dashes.',
      );
    }
  });
  return [...new Set(namespaces)].sort();
}
