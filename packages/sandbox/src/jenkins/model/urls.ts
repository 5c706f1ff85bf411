/** The address of an item, as Jenkins builds it; the empty name is Jenkins itself. */
export function itemUrl(baseUrl: string, fullName: string): string {
  const path = fullName
    .split('/')
    .filter(name => name !== '')
    .map(name => `job/${encodeURIComponent(name)}/`)
    .join('');
  return `${baseUrl}/${path}`;
}
