/**
 * The trailers of a commit message, by lower-case key: `Key: value` lines in its last paragraph, as
 * `git interpret-trailers` reads them.
 *
 * @public
 */
export function parseTrailers(message: string): Record<string, string[]> {
  const paragraphs = message.trimEnd().split(/\r?\n[ \t]*\r?\n/);
  const trailers: Record<string, string[]> = Object.create(null);
  if (paragraphs.length < 2) {
    return trailers;
  }
  for (const line of paragraphs[paragraphs.length - 1].split('\n')) {
    const match = /^([A-Za-z0-9][A-Za-z0-9-]*):[ \t]+(\S.*)$/.exec(line.trim());
    if (match) {
      const key = match[1].toLocaleLowerCase('en-US');
      trailers[key] = [...(trailers[key] ?? []), match[2]];
    }
  }
  return trailers;
}
