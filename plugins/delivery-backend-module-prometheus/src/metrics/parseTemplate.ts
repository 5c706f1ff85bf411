/** The placeholders that stand for values of labels. */
export const VALUES = [
  'service',
  'environment',
  'namespace',
  'cluster',
] as const;

/** The name of a placeholder for a label's value. */
export type ValueName = (typeof VALUES)[number];

/** One piece of a query with gaps. Where a value goes decides how it is escaped. */
export type Piece =
  | { type: 'text'; text: string }
  | { type: 'window' }
  | {
      type: 'value';
      value: ValueName;
      quote: '"' | "'";
      /** Whether the string is a regular expression, after `=~` or `!~`. */
      pattern: boolean;
    };

/** A query with gaps. */
export interface Template {
  pieces: readonly Piece[];
}

/** Why a text is no template, and how to mend it. */
export interface TemplateProblem {
  problem: string;
  mend: string;
}

/** What the text is at one place of it: the quote that a string began with, if it is within one. */
interface Place {
  quote?: string;
  pattern: boolean;
}

/**
 * Reads a query with placeholders such as `${service}`. Values may stand within quoted strings only, and `${window}`
 * outside of them only: anywhere else, a value could become part of the query's own text.
 */
export function parseTemplate(text: string): Template | TemplateProblem {
  const pieces: Piece[] = [];
  const place: Place = { pattern: false };
  let literal = '';
  let index = 0;
  while (index < text.length) {
    const [whole, name] = /^\$\{([^}]*)\}/.exec(text.slice(index)) ?? [];
    if (whole !== undefined) {
      const piece = pieceOf(name, place);
      if ('problem' in piece) {
        return piece;
      }
      pieces.push({ type: 'text', text: literal }, piece);
      literal = '';
      index += whole.length;
    } else {
      const length = step(text, index, place);
      literal += text.slice(index, index + length);
      index += length;
    }
  }
  if (place.quote) {
    return {
      problem: 'a string in it does not end',
      mend: `Close it with ${place.quote}.`,
    };
  }
  return { pieces: [...pieces, { type: 'text', text: literal }] };
}

/** Goes over one token that matters, and tells its length. */
function step(text: string, index: number, place: Place): number {
  const char = text[index];
  if (place.quote) {
    if (char === place.quote) {
      place.quote = undefined;
    } else if (char === '\\' && place.quote !== '`') {
      return 2;
    }
    return 1;
  }
  if (char === '#') {
    const end = text.indexOf('\n', index);
    return (end === -1 ? text.length : end) - index;
  }
  if (char === '"' || char === "'" || char === '`') {
    place.quote = char;
    place.pattern = /[=!]~\s*$/.test(text.slice(0, index));
  }
  return 1;
}

function pieceOf(
  name: string,
  { quote, pattern }: Place,
): Piece | TemplateProblem {
  const shown = `\${${name.slice(0, 40)}}`;
  if (name === 'window') {
    return quote
      ? {
          problem: `${shown} stands within a string`,
          mend: 'It is a duration: write it like [${window}].',
        }
      : { type: 'window' };
  }
  if (!isValueName(name)) {
    return {
      problem: `${shown} is not a placeholder`,
      mend: `There are ${[...VALUES, 'window']
        .map(one => `\${${one}}`)
        .join(', ')}.`,
    };
  }
  if (quote !== '"' && quote !== "'") {
    return {
      problem: `${shown} does not stand within a quoted string`,
      mend: `Write it like label="${shown}"; strings in backticks cannot hold every value.`,
    };
  }
  return { type: 'value', value: name, quote, pattern };
}

function isValueName(name: string): name is ValueName {
  return (VALUES as readonly string[]).includes(name);
}
