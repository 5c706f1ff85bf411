import { SourceFailure } from '@throughline/plugin-delivery-node';
import type { KubernetesClient } from '../client';
import { discoverResources } from '../discovery';
import type { ObjectAddress } from './ObjectAddress';

/**
 * Finds out under which path a cluster serves an object. Whether the object exists is not asked.
 *
 * @throws SourceFailure, of kind `protocol` where the cluster does not serve its kind
 * @public
 */
export async function locateObject(
  client: KubernetesClient,
  object: { group?: string; kind: string; namespace?: string; name: string },
  signal: AbortSignal,
): Promise<ObjectAddress> {
  const { group = '', kind, namespace, name } = object;
  if (!namespace) {
    throw new SourceFailure('internal', `${kind} ${name} has no namespace`);
  }
  const [type] = await discoverResources(client, [{ group, kind }], signal);
  if (!type) {
    throw new SourceFailure(
      'protocol',
      `The cluster does not serve ${kind}s${
        group && ` of ${group}`
      } (any more)`,
    );
  }
  const { version, plural } = type;
  return { group, version, kind, plural, namespace, name };
}
