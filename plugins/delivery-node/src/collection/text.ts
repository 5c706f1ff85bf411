import type { Actor } from '@throughline/plugin-delivery-common';

/**
 * The first line of an upstream's text, bounded.
 *
 * @param maxLength - in characters; 300 unless told
 * @public
 */
export function firstLine(text: string, maxLength = 300): string {
  const first = text.split(/[\r\n]/, 1)[0].trim();
  return first.length > maxLength
    ? `${first.slice(0, maxLength - 1).replace(/[\ud800-\udbff]$/, '')}…`
    : first;
}

/**
 * The same moment always as the same text (ISO 8601); undefined where it is none, or none of this age.
 *
 * @public
 */
export function isoTime(text: string | null | undefined): string | undefined {
  const time = Date.parse(text ?? '');
  // Several upstreams write the year 1 for what has not come yet.
  return Number.isNaN(time) || time <= 0
    ? undefined
    : new Date(time).toISOString();
}

/**
 * An http(s) URL, or nothing.
 *
 * @public
 */
export function webUrl(text: string | null | undefined): string | undefined {
  return text && /^https?:\/\//.test(text) && URL.canParse(text)
    ? text
    : undefined;
}

/**
 * Somebody by login and name; undefined where neither is told.
 *
 * @public
 */
export function actorOf(
  login: string | null | undefined,
  name: string | null | undefined,
  automated = false,
): Actor | undefined {
  const shown = firstLine(name ?? '', 100) || firstLine(login ?? '', 100);
  if (!shown) {
    return undefined;
  }
  const shortLogin = firstLine(login ?? '', 100);
  return {
    name: shown,
    ...(shortLogin ? { login: shortLogin } : {}),
    ...(automated ? { automated: true } : {}),
  };
}
