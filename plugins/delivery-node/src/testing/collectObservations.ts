import type { Observation } from '../contract';

/**
 * Takes what an observation yields until it ends or `until` holds, and then ends it.
 *
 * @public
 */
export async function collectObservations(
  observations: AsyncIterable<Observation>,
  until: (soFar: readonly Observation[]) => boolean = () => false,
): Promise<Observation[]> {
  const taken: Observation[] = [];
  for await (const observation of observations) {
    taken.push(observation);
    if (until(taken)) {
      break;
    }
  }
  return taken;
}
