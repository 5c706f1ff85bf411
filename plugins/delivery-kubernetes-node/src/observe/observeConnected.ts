import type {
  Observation,
  ObserveContext,
} from '@throughline/plugin-delivery-node';
import type { KubernetesClient } from '../client';
import type { KubernetesCluster } from '../clusters';

/**
 * Observes a cluster with a client of its own whose calls are counted; nothing where the cluster cannot be collected.
 *
 * @throws what `observe` throws, unless it was told to end
 * @public
 */
export async function* observeConnected(
  { connect }: Pick<KubernetesCluster, 'connect'>,
  context: ObserveContext,
  observe: (client: KubernetesClient) => AsyncGenerator<Observation>,
): AsyncGenerator<Observation> {
  if (!connect) {
    return;
  }
  try {
    yield* observe(connect({ onCall: call => context.countCall(call) }));
  } catch (error) {
    // What an abort breaks off is no failure.
    if (!context.signal.aborted) {
      throw error;
    }
  }
}
