import {
  readWriteAnswer,
  SourceFailure,
} from '@throughline/plugin-delivery-node';
import { KubernetesFailure, type KubernetesClient } from '../client';
import { FIELD_MANAGER } from './fieldManager';
import { pathOf, type ObjectAddress } from './ObjectAddress';

/**
 * Changes an object by a merge patch (RFC 7386).
 *
 * @param options - `subresource`: such as `status`, where the change is to be made through it
 * @returns the object as it is then
 * @throws SourceFailure; of kind `permission` where a right is missing, with the right's name; of kind `timeout` or
 * `unreachable` where nobody knows whether it was changed
 * @public
 */
export async function patchObject(
  client: KubernetesClient,
  address: ObjectAddress,
  patch: object,
  options: { signal: AbortSignal; subresource?: string },
): Promise<unknown> {
  const { signal, subresource } = options;
  try {
    const response = await client.request({
      operation: `patch ${address.plural}`,
      method: 'PATCH',
      path: pathOf(address, subresource),
      query: { fieldManager: FIELD_MANAGER },
      headers: { 'content-type': 'application/merge-patch+json' },
      body: JSON.stringify(patch),
      signal,
    });
    return await readWriteAnswer(response, { signal });
  } catch (error) {
    throw error instanceof KubernetesFailure
      ? refusal(error, address, subresource)
      : error;
  }
}

function refusal(
  error: KubernetesFailure,
  { kind, name, namespace, plural, group }: ObjectAddress,
  subresource: string | undefined,
): SourceFailure {
  const resource = subresource ? `${plural}/${subresource}` : plural;
  if (error.status === 404) {
    return new SourceFailure(
      'protocol',
      `${kind} ${namespace}/${name} is gone`,
    );
  }
  // An admission webhook says no with the same status, and no right would help.
  if (error.status === 403 && /cannot patch/.test(error.message)) {
    return new SourceFailure(
      'permission',
      `The portal's account may not patch ${resource} in the namespace ${namespace}: grant it 'patch' on ${resource}${
        group && ` of ${group}`
      }`,
    );
  }
  return error;
}
