import { setTimeout } from 'node:timers/promises';
import {
  patchObject,
  type KubernetesClient,
  type ObjectAddress,
} from '@throughline/plugin-delivery-kubernetes-node';
import { readFluxObject, REQUESTED_AT } from './LiveFluxObject';

const LOOK_MS = 300;

/**
 * Asks a source to fetch, and gives it a moment to do so: what is made from it is then made from the newest at once. One
 * that takes longer is followed later, and Flux itself goes on when it has something new.
 *
 * @returns false where it cannot be asked: it is suspended, gone, or has nothing to fetch
 */
export async function askSource(
  client: KubernetesClient,
  source: ObjectAddress,
  token: string,
  { signal, waitMs }: { signal: AbortSignal; waitMs: number },
): Promise<boolean> {
  const before = await readFluxObject(client, source, signal);
  const hasNothing =
    source.kind === 'HelmRepository' && before?.spec.type === 'oci';
  if (!before || before.facts.suspended || hasNothing) {
    return false;
  }
  await patchObject(
    client,
    source,
    { metadata: { annotations: { [REQUESTED_AT]: token } } },
    { signal },
  );
  for (let waited = 0; waited < waitMs; waited += LOOK_MS) {
    const now = await readFluxObject(client, source, signal);
    if (!now || now.status.lastHandledReconcileAt === token) {
      break;
    }
    await setTimeout(LOOK_MS, undefined, { signal });
  }
  return true;
}
