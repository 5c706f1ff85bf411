import {
  pause,
  type KubernetesClient,
  type ResourceType,
} from '@throughline/plugin-delivery-kubernetes-node';
import type { ObserveTiming } from './Lane';
import { discoverFlux } from './planLanes';
import type { Wakeup } from './Wakeup';

/** What is told besides what the lanes tell. */
export interface Tick {
  tick: 'changes' | 'alive' | 'served';
}

/** Says when changes wait to be reported, after they were gathered for a moment. */
export async function* changes(
  wakeup: Wakeup,
  gatherMs: number,
  signal: AbortSignal,
): AsyncGenerator<Tick> {
  while (!signal.aborted) {
    await wakeup.wait(signal);
    await pause(gatherMs, signal);
    yield { tick: 'changes' };
  }
}

/**
 * Asks whether the API server answers where nothing was heard for long: a connection that is dead looks like one on
 * which nothing happens.
 *
 * @throws SourceFailure where it does not answer
 */
export async function* probes(
  client: KubernetesClient,
  ears: { heardSince(): boolean },
  timing: ObserveTiming,
  signal: AbortSignal,
): AsyncGenerator<Tick> {
  while (!signal.aborted) {
    await pause(timing.probeMs ?? 30_000, signal);
    if (!signal.aborted && !ears.heardSince()) {
      await client.json({ operation: 'probe', path: ['version'], signal });
      yield { tick: 'alive' };
    }
  }
}

/** Says when the cluster serves something else than before, such as Flux that was just installed or upgraded. */
export async function* discoveries(
  client: KubernetesClient,
  served: readonly ResourceType[],
  timing: ObserveTiming,
  signal: AbortSignal,
): AsyncGenerator<Tick> {
  while (!signal.aborted) {
    await pause(timing.discoverMs ?? 300_000, signal);
    if (signal.aborted) {
      return;
    }
    const now = await discoverFlux(client, signal);
    if (JSON.stringify(now) !== JSON.stringify(served)) {
      yield { tick: 'served' };
    }
  }
}
