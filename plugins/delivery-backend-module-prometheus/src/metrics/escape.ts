/**
 * Writes text so that it can stand within a string of the query language, between these quotes, and never ends it.
 * What is not plain ASCII is written by its number: a line break or half a character would not be understood.
 */
export function quoteForString(text: string, quote: '"' | "'"): string {
  let quoted = '';
  for (const char of text) {
    const code = wellFormed(char.codePointAt(0)!);
    if (char === quote || char === '\\') {
      quoted += `\\${char}`;
    } else if (code >= 0x20 && code < 0x7f) {
      quoted += char;
    } else {
      const digits = code.toString(16);
      quoted +=
        code > 0xffff
          ? `\\U${digits.padStart(8, '0')}`
          : `\\u${digits.padStart(4, '0')}`;
    }
  }
  return quoted;
}

/** Half a character has no form in UTF-8; the replacement character stands for it. */
function wellFormed(code: number): number {
  return code >= 0xd800 && code <= 0xdfff ? 0xfffd : code;
}

/** Writes text as a pattern (RE2) that matches it and nothing else. */
export function quoteForPattern(text: string): string {
  return text.replace(/[\\.+*?()|[\]{}^$]/g, char => `\\${char}`);
}
