/**
 * The query of the next page, from a `Link` header (RFC 8288). Only the query is taken: registries behind a proxy
 * name hosts that cannot be reached, and credentials must not follow a link elsewhere.
 */
export function nextPage(
  link: string | null,
): Record<string, string> | undefined {
  for (const [, target, parameters] of (link ?? '').matchAll(
    /<([^>]*)>([^<]*)/g,
  )) {
    if (/;\s*rel\s*=\s*"?next"?/i.test(parameters)) {
      if (!URL.canParse(target, 'http://registry.invalid')) {
        return undefined;
      }
      const url = new URL(target, 'http://registry.invalid');
      return Object.fromEntries(url.searchParams);
    }
  }
  return undefined;
}
