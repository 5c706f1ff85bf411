import { isRefused, type KubernetesClient } from '../client';
import { pathOf, type ObjectAddress } from './ObjectAddress';

/**
 * Reads an object as it is now.
 *
 * @returns undefined where there is none
 * @throws SourceFailure
 * @public
 */
export async function readObject(
  client: KubernetesClient,
  address: ObjectAddress,
  signal: AbortSignal,
): Promise<unknown> {
  try {
    return await client.json({
      operation: `read ${address.plural}`,
      path: pathOf(address),
      signal,
    });
  } catch (error) {
    if (isRefused(error) && error.status === 404) {
      return undefined;
    }
    throw error;
  }
}
