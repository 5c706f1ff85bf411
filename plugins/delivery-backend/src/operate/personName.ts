/**
 * Somebody as sentences name them: who is in the default namespace by name alone, as the portal's pages do. Records,
 * exports and the trailers of commits keep the whole reference.
 */
export function personName(ref: string): string {
  return ref.replace(/^user:default\//, '');
}
