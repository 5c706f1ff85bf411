import { Minimatch } from 'minimatch';

/** Says whether a text matches. */
export type TextMatcher = (text: string | undefined) => boolean;

/**
 * A pattern for names: `*` stands for any number of characters, `?` for one, everything else for itself.
 * It never matches what is absent.
 */
export function namePattern(pattern: string): TextMatcher {
  const source = pattern
    .split('')
    .map(char => {
      if (char === '*') {
        return '.*';
      }
      return char === '?' ? '.' : char.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
    })
    .join('');
  const expression = new RegExp(`^${source}$`, 's');
  return text => text !== undefined && expression.test(text);
}

/** A pattern for folders: `*` stays within one level, `**` crosses levels. */
export function pathPattern(pattern: string): TextMatcher {
  const matcher = new Minimatch(trimSlashes(pattern), {
    nocomment: true,
    nonegate: true,
    dot: true,
  });
  return text => text !== undefined && matcher.match(trimSlashes(text));
}

function trimSlashes(text: string): string {
  return text.replace(/^(\.?\/)+|\/+$/g, '');
}
