const VERSION = /^v?(\d+)\.(\d+)\.(\d+)$/;
const RANGE = /^>=\s*(\S+)$/;

/**
 * The newest of some tags that is a release and in a range. Of all ranges only `>=` is known; another one has nothing
 * in it.
 */
export function newestInRange(
  tags: readonly string[],
  range: string,
): string | undefined {
  const least = numbersOf(RANGE.exec(range)?.[1] ?? '');
  if (!least) {
    return undefined;
  }
  return tags
    .flatMap(tag => {
      const numbers = numbersOf(tag);
      return numbers && compare(numbers, least) >= 0 ? [{ tag, numbers }] : [];
    })
    .sort((one, other) => compare(other.numbers, one.numbers))[0]?.tag;
}

function numbersOf(version: string): number[] | undefined {
  return VERSION.exec(version)?.slice(1).map(Number);
}

function compare(one: readonly number[], other: readonly number[]): number {
  const at = one.findIndex((number, index) => number !== other[index]);
  return at < 0 ? 0 : one[at] - other[at];
}
