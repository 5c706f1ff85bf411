import { NotFoundError } from '@backstage/errors';
import {
  discoverResources,
  isRefused,
  resourcePath,
  type KubernetesClient,
} from '@throughline/plugin-delivery-kubernetes-node';
import {
  SourceFailure,
  type TargetItem,
} from '@throughline/plugin-delivery-node';

/** The namespace of a target. */
export function namespaceOf(target: TargetItem): string {
  if (!target.namespace) {
    throw new SourceFailure(
      'internal',
      `The target '${target.key}' has no namespace`,
    );
  }
  return target.namespace;
}

/**
 * Reads the object of a target as it is now.
 *
 * @throws NotFoundError where it is gone
 */
export async function readObject(
  client: KubernetesClient,
  target: TargetItem,
  signal: AbortSignal,
): Promise<unknown> {
  const gone = () =>
    new NotFoundError(`${target.resource} ${target.name} is gone`);
  const [type] = await discoverResources(
    client,
    [{ group: target.group ?? '', kind: target.resource }],
    signal,
  );
  if (!type) {
    throw gone();
  }
  try {
    return await client.json({
      operation: `read ${type.plural}`,
      path: resourcePath(type, {
        namespace: namespaceOf(target),
        name: target.name,
      }),
      signal,
    });
  } catch (error) {
    if (isRefused(error) && error.status === 404) {
      throw gone();
    }
    throw error;
  }
}
