import type { ItemRef, Observation, ObservedItem } from '../contract';

/**
 * What is known of a source after its observations: the reference for what a store has to make of them.
 *
 * @public
 */
export interface ObservedState {
  /** By kind and key, see {@link itemId}. */
  items: ReadonlyMap<string, { scope: string; item: ObservedItem }>;
  /** Scopes that cannot be observed at present, with the reason. */
  problems: ReadonlyMap<string, string>;
  /** The cursor of the last checkpoint. */
  cursor?: string;
}

/**
 * Names an item within its source in one word.
 *
 * @public
 */
export function itemId(item: ItemRef): string {
  return `${item.kind} ${item.key}`;
}

/**
 * A source of which nothing is known yet.
 *
 * @public
 */
export const NOTHING_OBSERVED: ObservedState = {
  items: new Map(),
  problems: new Map(),
};

/**
 * Takes the observations of one attempt, from its start to its end, and tells what is known then. A listing that
 * the attempt left open removes nothing. Deployments are history and never vanish.
 *
 * @param state - left as it is
 * @public
 */
export function applyObservations(
  state: ObservedState,
  observations: Iterable<Observation>,
): ObservedState {
  const items = new Map(state.items);
  const problems = new Map(state.problems);
  const mentioned = new Map<string, Set<string>>();
  let cursor = state.cursor;

  for (const observation of observations) {
    switch (observation.type) {
      case 'listing':
        mentioned.set(observation.scope, new Set());
        break;
      case 'observed':
        for (const item of observation.items) {
          items.set(itemId(item), { scope: observation.scope, item });
          mentioned.get(observation.scope)?.add(itemId(item));
        }
        break;
      case 'malformed': {
        const { kind, key } = observation.item;
        if (key !== undefined) {
          mentioned.get(observation.scope)?.add(itemId({ kind, key }));
        }
        break;
      }
      case 'vanished':
        for (const item of observation.items) {
          if (item.kind !== 'deployment') {
            items.delete(itemId(item));
          }
        }
        break;
      case 'listed': {
        const seen = mentioned.get(observation.scope);
        mentioned.delete(observation.scope);
        for (const [id, { scope, item }] of items) {
          const gone = seen && scope === observation.scope && !seen.has(id);
          if (gone && item.kind !== 'deployment') {
            items.delete(id);
          }
        }
        break;
      }
      case 'checkpoint':
        cursor = observation.cursor;
        break;
      case 'problem':
        if (observation.reason === undefined) {
          problems.delete(observation.scope);
        } else {
          problems.set(observation.scope, observation.reason);
        }
        break;
      default:
        break;
    }
  }
  return { items, problems, ...(cursor === undefined ? {} : { cursor }) };
}
