import { repositoryIdentity } from '@throughline/plugin-delivery-common';

const MAX_ENTRIES = 20_000;
const known = new Map<string, string | undefined>();

/** {@link repositoryIdentity}, remembered: the same few URLs are met again and again, on every page. */
export function identityOf(url: string): string | undefined {
  let identity = known.get(url);
  if (identity === undefined && !known.has(url)) {
    identity = repositoryIdentity(url);
    if (known.size >= MAX_ENTRIES) {
      known.clear();
    }
    known.set(url, identity);
  }
  return identity;
}
