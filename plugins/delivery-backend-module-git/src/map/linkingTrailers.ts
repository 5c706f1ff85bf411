import { parseTrailers } from '@throughline/plugin-delivery-common';

const LINKING = /(^|-)reference-commit-(sha|repourl|author|subject|date)$/;

/** Those trailers that name a commit of another repository, by whichever tool's prefix. */
export function linkingTrailers(
  message: string,
): Record<string, string[]> | undefined {
  const linking = Object.entries(parseTrailers(message.slice(-20_000)))
    .filter(([key]) => LINKING.test(key))
    .map(([key, values]) => [
      key,
      values.slice(0, 5).map(value => value.slice(0, 500)),
    ]);
  return linking.length > 0 ? Object.fromEntries(linking) : undefined;
}
