import {
  pause,
  type KubernetesClient,
  type ResourceType,
} from '@throughline/plugin-delivery-kubernetes-node';
import type { ObserveTiming } from './Lane';
import { discoverRuns } from './planLanes';
import type { Wakeup } from './Wakeup';

/** What is told besides what the lanes tell. */
export interface Tick {
  tick: 'changes' | 'alive' | 'served';
}

/** Says when changes wait to be reported, after they were gathered for a moment. */
export async function* changes(
  wakeup: Wakeup,
  { gatherMs = 200 }: ObserveTiming,
  signal: AbortSignal,
): AsyncGenerator<Tick> {
  while (!signal.aborted) {
    await wakeup.wait(signal);
    await pause(gatherMs, signal);
    yield { tick: 'changes' };
  }
}

/**
 * Asks from time to time whether the API server answers: a connection that is dead looks like one on which nothing
 * happens, and where Tekton is not installed nothing else is asked.
 *
 * @throws SourceFailure where it does not answer
 */
export async function* probes(
  client: KubernetesClient,
  { probeMs = 30_000 }: ObserveTiming,
  signal: AbortSignal,
): AsyncGenerator<Tick> {
  while (!signal.aborted) {
    await pause(probeMs, signal);
    if (!signal.aborted) {
      await client.json({ operation: 'probe', path: ['version'], signal });
      yield { tick: 'alive' };
    }
  }
}

/** Says when the cluster serves something else than before, as where Tekton was installed or upgraded. */
export async function* discoveries(
  client: KubernetesClient,
  served: readonly ResourceType[],
  { discoverMs = 600_000 }: ObserveTiming,
  signal: AbortSignal,
): AsyncGenerator<Tick> {
  while (!signal.aborted) {
    await pause(discoverMs, signal);
    if (signal.aborted) {
      return;
    }
    const now = await discoverRuns(client, signal);
    if (JSON.stringify(now) !== JSON.stringify(served)) {
      yield { tick: 'served' };
    }
  }
}
