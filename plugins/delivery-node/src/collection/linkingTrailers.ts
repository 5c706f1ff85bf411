import { parseTrailers } from '@throughline/plugin-delivery-common';

/** A commit of another repository, by whichever tool's prefix, the operation of this suite that wrote it, or that it cannot be undone. */
const LINKING =
  /(^|-)reference-commit-(sha|repourl|author|subject|date)$|^delivery-(operation|irreversible)$/;

/**
 * The trailers of a commit's message that name a commit of another repository, by whichever tool's prefix, or the
 * operation that wrote it, or say that it cannot be undone; undefined where there are none.
 *
 * @public
 */
export function linkingTrailers(
  message: string,
): Record<string, string[]> | undefined {
  const linking = Object.entries(parseTrailers(message.slice(0, 20_000)))
    .filter(([key]) => LINKING.test(key))
    .map(([key, values]) => [
      key,
      values.slice(0, 5).map(value => value.slice(0, 500)),
    ]);
  return linking.length > 0 ? Object.fromEntries(linking) : undefined;
}
