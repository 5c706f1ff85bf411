const CONTROL_AND_BIDI =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]+/g;

const SECRET_SHAPES: RegExp[] = [
  /\b(bearer|basic|token)\s+[A-Za-z0-9._~+/=-]{8,}/gi,
  /\b(?:gh[pousr]|github_pat|glpat|xox[abp])[_-][A-Za-z0-9_-]{8,}/g,
  /\beyJ[A-Za-z0-9_-]{6,}\.[A-Za-z0-9_-]{6,}\.[A-Za-z0-9_-]*/g,
  /(?<=:\/\/)[^/\s@]+@/g,
  /\b(?:access_token|token|password|secret|client_secret|api_key)=[^&\s"']+/gi,
];

/**
 * Makes text of an upstream fit to be shown and logged: one line, bounded, without control and direction characters
 * and without what looks like a secret.
 *
 * @param maxLength - in characters; 300 unless told
 * @public
 */
export function cleanMessage(text: string, maxLength = 300): string {
  let clean = text.slice(0, 20_000).replace(CONTROL_AND_BIDI, ' ');
  for (const shape of SECRET_SHAPES) {
    clean = clean.replace(shape, '[removed]');
  }
  clean = clean.replace(/\s+/g, ' ').trim();
  if (clean.length <= maxLength) {
    return clean;
  }
  // Half a character at the end would make the text unfit for URLs and databases.
  return `${clean.slice(0, maxLength - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}
