import type { KubeObject } from './types';

/** The objects of one kind, keyed by `namespace/name` and walked in the order of their keys. */
export interface ObjectCollection {
  readonly size: number;
  get(key: string): KubeObject | undefined;
  /** Objects after a key (exclusive), of one namespace where it is given. */
  iterate(options?: {
    namespace?: string;
    after?: string;
  }): IterableIterator<KubeObject>;
}

/** The key of an object; cluster-wide objects have an empty namespace. */
export function keyOf(namespace: string | undefined, name: string): string {
  return `${namespace ?? ''}/${name}`;
}

/** The first index whose key is not below the wanted one. */
export function lowerBound(
  length: number,
  keyAt: (index: number) => string,
  key: string,
): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (keyAt(middle) < key) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/** Objects kept as they are. */
export class MemoryCollection implements ObjectCollection {
  private readonly objects = new Map<string, KubeObject>();
  private sorted: string[] | undefined;

  get size(): number {
    return this.objects.size;
  }

  get(key: string): KubeObject | undefined {
    return this.objects.get(key);
  }

  set(key: string, object: KubeObject): void {
    if (!this.objects.has(key)) {
      this.sorted = undefined;
    }
    this.objects.set(key, object);
  }

  delete(key: string): void {
    if (this.objects.delete(key)) {
      this.sorted = undefined;
    }
  }

  *iterate(
    options: { namespace?: string; after?: string } = {},
  ): IterableIterator<KubeObject> {
    this.sorted ??= [...this.objects.keys()].sort();
    const keys = this.sorted;
    const prefix =
      options.namespace === undefined ? '' : `${options.namespace}/`;
    const from =
      options.after !== undefined && options.after >= prefix
        ? `${options.after}\u0000`
        : prefix;
    for (
      let i = lowerBound(keys.length, index => keys[index], from);
      i < keys.length && keys[i].startsWith(prefix);
      i++
    ) {
      const object = this.objects.get(keys[i]);
      if (object) {
        yield object;
      }
    }
  }
}

/** Objects in memory in front of generated ones: what is in memory wins, what was deleted stays so. */
export class LayeredCollection implements ObjectCollection {
  private readonly deleted = new Set<string>();

  constructor(
    private readonly front: MemoryCollection,
    private readonly back: ObjectCollection,
  ) {}

  get size(): number {
    return this.front.size + this.back.size - this.deleted.size;
  }

  get(key: string): KubeObject | undefined {
    return (
      this.front.get(key) ??
      (this.deleted.has(key) ? undefined : this.back.get(key))
    );
  }

  set(key: string, object: KubeObject): void {
    if (this.back.get(key)) {
      this.deleted.add(key);
    }
    this.front.set(key, object);
  }

  delete(key: string): void {
    if (this.back.get(key)) {
      this.deleted.add(key);
    }
    this.front.delete(key);
  }

  *iterate(
    options: { namespace?: string; after?: string } = {},
  ): IterableIterator<KubeObject> {
    const front = this.front.iterate(options);
    const back = this.back.iterate(options);
    let a = front.next();
    let b = back.next();
    while (!a.done || !b.done) {
      const aKey = a.done
        ? undefined
        : keyOf(a.value.metadata.namespace, a.value.metadata.name);
      const bKey = b.done
        ? undefined
        : keyOf(b.value.metadata.namespace, b.value.metadata.name);
      if (bKey !== undefined && this.deleted.has(bKey)) {
        b = back.next();
      } else if (bKey === undefined || (aKey !== undefined && aKey <= bKey)) {
        yield a.value as KubeObject;
        a = front.next();
      } else {
        yield b.value as KubeObject;
        b = back.next();
      }
    }
  }
}
