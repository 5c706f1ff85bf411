/**
 * A name of an upstream's as one segment of a URL. Half a character, which is no text, is shown as such: with it,
 * `encodeURIComponent` would throw, and one name cost the whole pass.
 *
 * @public
 */
export function urlSegment(name: string): string {
  return encodeURIComponent(name.replace(/\p{Surrogate}/gu, '\ufffd'));
}
