import {
  readWriteAnswer,
  SourceFailure,
} from '@throughline/plugin-delivery-node';
import { KubernetesFailure, type KubernetesClient } from '../client';
import { FIELD_MANAGER } from './fieldManager';
import { collectionPathOf, type ObjectAddress } from './ObjectAddress';

/**
 * Creates an object, whose metadata hold its name, or what its name is made from.
 *
 * @returns the object as it was stored
 * @throws SourceFailure; of kind `permission` where a right is missing, with the right's name; of kind `timeout` or
 * `unreachable` where nobody knows whether it was created
 * @public
 */
export async function createObject(
  client: KubernetesClient,
  place: Omit<ObjectAddress, 'name'>,
  object: object,
  signal: AbortSignal,
): Promise<unknown> {
  const { group, version, kind, plural, namespace } = place;
  try {
    const response = await client.request({
      operation: `create ${plural}`,
      method: 'POST',
      path: collectionPathOf(place),
      query: { fieldManager: FIELD_MANAGER },
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        apiVersion: group === '' ? version : `${group}/${version}`,
        kind,
        ...object,
      }),
      signal,
    });
    return await readWriteAnswer(response, { signal });
  } catch (error) {
    // An admission webhook says no with the same status, and no right would help.
    if (
      error instanceof KubernetesFailure &&
      error.status === 403 &&
      /cannot create/.test(error.message)
    ) {
      throw new SourceFailure(
        'permission',
        `The portal's account may not create ${plural} in the namespace ${namespace}: grant it 'create' on ${plural}${
          group && ` of ${group}`
        }`,
      );
    }
    throw error;
  }
}
