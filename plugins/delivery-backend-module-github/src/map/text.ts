import type { Actor } from '@throughline/plugin-delivery-common';

/** A line of an upstream's text, bounded. */
export function line(text: string, maxLength = 300): string {
  const first = text.split(/[\r\n]/, 1)[0].trim();
  return first.length > maxLength ? `${first.slice(0, maxLength - 1)}…` : first;
}

/** The same moment always as the same text; undefined where it is none. */
export function isoTime(text: string | null | undefined): string | undefined {
  const time = Date.parse(text ?? '');
  // A job that was skipped says that it began in the year 1.
  return Number.isNaN(time) || time < 0
    ? undefined
    : new Date(time).toISOString();
}

/** Somebody by login and name. */
export function actorOf(
  login: string | null | undefined,
  name: string | null | undefined,
  type?: string | null,
): Actor | undefined {
  const shown = line(name ?? '', 100) || line(login ?? '', 100);
  if (!shown) {
    return undefined;
  }
  const shownLogin = line(login ?? '', 100);
  const automated = type === 'Bot' || /\[bot\]$/.test(login ?? shown);
  return {
    name: shown,
    ...(shownLogin ? { login: shownLogin } : {}),
    ...(automated ? { automated: true } : {}),
  };
}

/** An http(s) URL, or nothing. */
export function webUrl(text: string | null | undefined): string | undefined {
  return text && /^https?:\/\//.test(text) && URL.canParse(text)
    ? text
    : undefined;
}
