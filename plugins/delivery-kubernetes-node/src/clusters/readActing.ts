import type { Config } from '@backstage/config';
import { configProblem } from '@throughline/plugin-delivery-node';
import type { KubernetesCluster } from './KubernetesCluster';

/**
 * Reads in which clusters the portal may act: `operations: true` for all that are configured, or a list of their names.
 * None unless told, so that a portal that reads only goes on doing so.
 *
 * @param path - the full key of the section that has `operations`
 * @returns whether it may act in a cluster
 * @throws InputError where a name is not that of a cluster
 * @public
 */
export function readActing(
  config: Config | undefined,
  path: string,
  clusters: readonly KubernetesCluster[],
): (cluster: KubernetesCluster) => boolean {
  if (!Array.isArray(config?.getOptional('operations'))) {
    const all = config?.getOptionalBoolean('operations') ?? false;
    return () => all;
  }
  const names = config?.getStringArray('operations') ?? [];
  names.forEach((name, index) => {
    if (!clusters.some(({ title }) => title === name)) {
      throw configProblem(
        `${path}.operations[${index}]`,
        `there is no cluster '${name.slice(0, 80)}'`,
        `Use the names of clusters as they are configured, or true for all of them.`,
      );
    }
  });
  return ({ title }) => names.includes(title);
}
