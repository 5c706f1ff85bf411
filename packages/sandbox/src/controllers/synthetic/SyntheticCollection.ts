import {
  keyOf,
  lowerBound,
  type ObjectCollection,
} from '../../kubernetes/collections';
import type { KubeObject } from '../../kubernetes/types';

/** Objects that are made when somebody looks, from targets in the order of their keys. */
export class SyntheticCollection implements ObjectCollection {
  readonly size: number;

  constructor(
    private readonly options: {
      /** Numbers of targets, in the order of their objects' keys. */
      targets: readonly number[];
      /** What the keys of a target's objects begin with. */
      prefix: (target: number) => string;
      /** A target's objects, in the order of their names. */
      make: (target: number) => KubeObject[];
      /** How many they are; that does not change. */
      count: (target: number) => number;
    },
  ) {
    const { targets, count } = options;
    this.size = targets.reduce((sum, target) => sum + count(target), 0);
  }

  get(key: string): KubeObject | undefined {
    const { targets, make, prefix } = this.options;
    const target = targets[this.indexAt(key)];
    return target !== undefined && key.startsWith(prefix(target))
      ? make(target).find(
          ({ metadata }) => keyOf(metadata.namespace, metadata.name) === key,
        )
      : undefined;
  }

  *iterate(
    options: { namespace?: string; after?: string } = {},
  ): IterableIterator<KubeObject> {
    const { targets, make, prefix } = this.options;
    const { namespace, after = '' } = options;
    const within = namespace === undefined ? '' : `${namespace}/`;
    const from = after > within ? after : within;
    for (let i = Math.max(0, this.indexAt(from)); i < targets.length; i++) {
      const start = prefix(targets[i]);
      if (start > within && !start.startsWith(within)) {
        return;
      }
      for (const object of make(targets[i])) {
        const key = keyOf(object.metadata.namespace, object.metadata.name);
        if (key > after && key.startsWith(within)) {
          yield object;
        }
      }
    }
  }

  /** The last target whose keys do not begin behind a key. */
  private indexAt(key: string): number {
    const { targets, prefix } = this.options;
    const next = lowerBound(
      targets.length,
      index => prefix(targets[index]),
      `${key}\u0000`,
    );
    return next - 1;
  }
}
