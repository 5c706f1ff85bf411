/** What words stand for; undefined for what is not known. */
export type Words = Readonly<Record<string, string | undefined>>;

const WORD = /\$\{(\w+)\}/g;

/**
 * Fills in the words of a template, such as `${name}`.
 *
 * @returns undefined where a word has nothing to stand for
 */
export function fillWords(template: string, words: Words): string | undefined {
  return missingWords(template, words).length === 0
    ? template.replace(WORD, (whole, word) => words[word] ?? whole)
    : undefined;
}

/** The words of a template that have nothing to stand for. */
export function missingWords(template: string, words: Words): string[] {
  return wordsIn(template).filter(word => word in words && !words[word]);
}

/** The words that a template asks for. */
export function wordsIn(template: string): string[] {
  return [...template.matchAll(WORD)].map(([, word]) => word);
}
