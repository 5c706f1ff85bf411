/**
 * The query of the next page, from the `Link` header: by number or by key, as the upstream has it. Only its query is
 * taken: the address in it may be another than the one that the API is reached by.
 */
export function nextPage(
  link: string | null,
): Record<string, string> | undefined {
  const next = /<([^<>]+)>\s*;[^,]*rel="?next"?/.exec(link ?? '')?.[1];
  if (!next || !URL.canParse(next)) {
    return undefined;
  }
  return Object.fromEntries(new URL(next).searchParams);
}
