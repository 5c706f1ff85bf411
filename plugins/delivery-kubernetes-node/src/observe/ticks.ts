import type { KubernetesClient } from '../client';
import type { ResourceType } from '../discovery';
import { pause } from '../stream';
import type { ObserveTiming } from './ObserveTiming';
import type { Wakeup } from './Wakeup';

/**
 * What is told besides what the lanes tell: that changes wait to be reported, that the API server answers, or that it
 * serves something else than before.
 *
 * @public
 */
export interface Tick {
  tick: 'changes' | 'alive' | 'served';
}

/**
 * Says when changes wait to be reported, after they were gathered for a moment.
 *
 * @public
 */
export async function* changeTicks(
  wakeup: Wakeup,
  timing: ObserveTiming,
  signal: AbortSignal,
): AsyncGenerator<Tick> {
  while (!signal.aborted) {
    await wakeup.wait(signal);
    await pause(timing.gatherMs ?? 200, signal);
    yield { tick: 'changes' };
  }
}

/**
 * Asks whether the API server answers where nothing was heard for long: a connection that is dead looks like one on
 * which nothing happens.
 *
 * @param heardSince - whether anything was heard since this was asked last; nothing unless told
 * @throws SourceFailure where it does not answer
 * @public
 */
export async function* aliveTicks(
  client: KubernetesClient,
  timing: ObserveTiming,
  signal: AbortSignal,
  heardSince: () => boolean = () => false,
): AsyncGenerator<Tick> {
  while (!signal.aborted) {
    await pause(timing.probeMs ?? 30_000, signal);
    if (!signal.aborted && !heardSince()) {
      await client.json({ operation: 'probe', path: ['version'], signal });
      yield { tick: 'alive' };
    }
  }
}

/**
 * Says when the cluster serves something else than before, as where a custom resource was just installed or upgraded.
 *
 * @param discover - what it serves now
 * @param served - what it served before
 * @throws SourceFailure where it does not answer
 * @public
 */
export async function* servedTicks(
  discover: (signal: AbortSignal) => Promise<readonly ResourceType[]>,
  served: readonly ResourceType[],
  timing: ObserveTiming,
  signal: AbortSignal,
): AsyncGenerator<Tick> {
  while (!signal.aborted) {
    await pause(timing.discoverMs ?? 600_000, signal);
    if (signal.aborted) {
      return;
    }
    const now = await discover(signal);
    if (JSON.stringify(now) !== JSON.stringify(served)) {
      yield { tick: 'served' };
    }
  }
}
