import { quoteForPattern, quoteForString } from './escape';
import type { Template, ValueName } from './parseTemplate';

/** What fills a template: the values of each label, any of which may be meant, and the duration. */
export interface Filling {
  values: Partial<Record<ValueName, readonly string[]>>;
  window: string;
}

/** Makes a query of a template, or says why it cannot be asked. */
export function fillTemplate(
  template: Template,
  filling: Filling,
): { query: string } | { unfit: string } {
  let query = '';
  for (const piece of template.pieces) {
    if (piece.type === 'text') {
      query += piece.text;
    } else if (piece.type === 'window') {
      query += filling.window;
    } else {
      // An empty value would match whatever lacks the label.
      const values = (filling.values[piece.value] ?? []).filter(Boolean);
      if (values.length === 0) {
        return {
          unfit: `the query asks for the ${piece.value}, which is not known here`,
        };
      }
      if (values.length > 1 && !piece.pattern) {
        return {
          unfit: `several values stand for the ${piece.value}, and the query compares it with '=' in place of '=~'`,
        };
      }
      const text = piece.pattern
        ? inGroup(values.map(quoteForPattern))
        : values[0];
      query += quoteForString(text, piece.quote);
    }
  }
  return { query };
}

function inGroup(patterns: string[]): string {
  return patterns.length === 1 ? patterns[0] : `(?:${patterns.join('|')})`;
}
