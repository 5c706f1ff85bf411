import { at } from '../../../kubernetes/json';
import type { KubeObject } from '../../../kubernetes/types';

/** An image with its tag, as an ImagePolicy chooses it. */
export interface ImageRef {
  name: string;
  tag: string;
}

/** What an ImagePolicy has chosen, if it has. */
export function chosenBy(policy: KubeObject | undefined): ImageRef | undefined {
  const [name, tag] = ['name', 'tag'].map(key =>
    at(policy, ['status', 'latestRef', key]),
  );
  return typeof name === 'string' && typeof tag === 'string'
    ? { name, tag }
    : undefined;
}
