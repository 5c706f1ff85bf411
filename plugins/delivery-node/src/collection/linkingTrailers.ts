import { parseTrailers } from '@throughline/plugin-delivery-common';

/**
 * The trailers of a commit's message that name a commit of another repository, by whichever tool's prefix; undefined
 * where there are none.
 *
 * @public
 */
export function linkingTrailers(
  message: string,
): Record<string, string[]> | undefined {
  const linking = Object.entries(parseTrailers(message.slice(0, 20_000)))
    .filter(([key]) =>
      /(^|-)reference-commit-(sha|repourl|author|subject|date)$/.test(key),
    )
    .map(([key, values]) => [
      key,
      values.slice(0, 5).map(value => value.slice(0, 500)),
    ]);
  return linking.length > 0 ? Object.fromEntries(linking) : undefined;
}
