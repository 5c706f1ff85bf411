const WORDS: Record<string, number> = {
  NaN: NaN,
  '+Inf': Infinity,
  Inf: Infinity,
  '-Inf': -Infinity,
};

/** Reads a sample's value; what is no number at all is `NaN`. */
export function parseValue(text: string): number {
  if (Object.hasOwn(WORDS, text)) {
    return WORDS[text];
  }
  return text.trim() === '' ? NaN : Number(text);
}
