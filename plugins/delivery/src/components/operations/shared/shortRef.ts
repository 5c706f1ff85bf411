import { parseEntityRef } from '@backstage/catalog-model';

/** The name in a ref, where it can be told; for sentences that cannot hold a link. */
export function shortRef(ref: string): string {
  try {
    return parseEntityRef(ref, { defaultKind: 'user' }).name;
  } catch {
    return ref;
  }
}
