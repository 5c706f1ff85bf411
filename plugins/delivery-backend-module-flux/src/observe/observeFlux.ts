import {
  observeTargets,
  TargetReporter,
  Wakeup,
  type Gate,
  type KubernetesClient,
  type ObserveTiming,
} from '@throughline/plugin-delivery-kubernetes-node';
import type {
  ClusterPlace,
  Observation,
  ObserveContext,
} from '@throughline/plugin-delivery-node';
import { FluxState } from './FluxState';
import { discoverFlux, planLanes } from './planLanes';

/** What is observed, and how. */
export interface ObserveOptions {
  place: ClusterPlace;
  namespaces?: readonly string[];
  /** Whether Flux is expected: then its absence is a problem. */
  expected: boolean;
  timing?: ObserveTiming;
  pageSize?: number;
  /** Shared by all clusters, so that few lists are read at a time. */
  gate?: Gate;
}

/** Where Flux is being installed, somebody waits for it. */
const DISCOVER_MS = 300_000;

/**
 * Observes what Flux does in a cluster; targets are made from sources and automations. A cluster without Flux is asked
 * from time to time whether it has it by now, and that is all.
 */
export async function* observeFlux(
  client: KubernetesClient,
  options: ObserveOptions,
  context: Pick<ObserveContext, 'signal' | 'cursor' | 'logger'>,
): AsyncGenerator<Observation> {
  const { pageSize, gate } = options;
  const discover = (signal: AbortSignal) => discoverFlux(client, signal);
  const served = await discover(context.signal);
  const wakeup = new Wakeup();
  const state = new FluxState(options.place, () => wakeup.notify());
  const plan = planLanes(served, state, options.namespaces);
  const reporter = new TargetReporter(state, plan, context.cursor);

  yield* reporter.retire();
  if (plan.targets.length === 0) {
    const word = 'The cluster serves no kinds of Flux that apply something';
    context.logger.debug(`${options.place.name}: ${word}`);
    if (options.expected) {
      yield* reporter.problem('flux', `${word}: is Flux installed?`);
    }
  }
  yield* observeTargets(
    client,
    {
      plan,
      reporter,
      wakeup,
      served,
      discover,
      namespacesKey: 'delivery.flux.namespaces',
      timing: { discoverMs: DISCOVER_MS, ...options.timing },
      pageSize,
      gate,
    },
    context.signal,
  );
}
