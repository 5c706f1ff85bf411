import type { ItemKind, ObservedItem } from './items';

/**
 * What a provider says while it observes a source. It says nothing else, writes nothing and keeps no state that a
 * restart could not do without.
 *
 * - `listing`/`listed`: between the two, everything that exists in `scope` is reported; what of the scope was not
 *   mentioned by the time of `listed` has vanished upstream and vanishes here. A listing that is broken off
 *   (by an error or an abort) removes nothing.
 * - `observed`: items that exist, new or changed or not; at most {@link MAX_BATCH} at a time. Reporting an
 *   unchanged item costs nothing but the comparison.
 * - `vanished`: items that are known to be gone. Deployments are history and never vanish.
 * - `checkpoint`: all before it may be considered seen; the cursor is given back after a restart.
 * - `alive`: the upstream answered, and nothing changed. After a failure, a watch counts as recovered at the first
 *   `alive`, `checkpoint` or change that comes while no listing is open; yield `alive` once all is listed.
 * - `malformed`: one item could not be read; it costs that item only, and what was known of it stays, but for its
 *   status, which is unknown from then on. `listed` treats its key as mentioned.
 * - `problem`: a part cannot be observed (a forbidden namespace, say); `reason` absent: it can again. What was told in
 *   that scope is shown as the last known meanwhile; a scope that ends in `/` stands for all that begin with it. For
 *   what costs nothing that was told, take a scope of its own.
 * - `budget`: what is left of the upstream's rate limit.
 *
 * @public
 */
export type Observation =
  | { type: 'listing'; scope: string }
  | { type: 'observed'; scope: string; items: ObservedItem[] }
  | { type: 'vanished'; scope: string; items: ItemRef[] }
  | { type: 'listed'; scope: string }
  | { type: 'checkpoint'; cursor: string }
  | { type: 'alive' }
  | {
      type: 'malformed';
      scope: string;
      item: { kind: ItemKind; key?: string; description: string };
      reason: string;
    }
  | { type: 'problem'; scope: string; reason?: string }
  | {
      type: 'budget';
      limit: number;
      remaining: number;
      /** ISO 8601 */
      resetsAt?: string;
    };

/**
 * Names an item within its source.
 *
 * @public
 */
export interface ItemRef {
  kind: ItemKind;
  key: string;
}

/**
 * The most items that one `observed` may carry: the embedded database takes them in one short write.
 *
 * @public
 */
export const MAX_BATCH = 200;
