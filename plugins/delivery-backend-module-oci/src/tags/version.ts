/** A tag that names a version. */
export interface TagVersion {
  numbers: number[];
  /** What follows the numbers, such as `rc.1`; empty for a release. */
  prerelease: string[];
}

/**
 * Reads tags such as `1.4.2`, `v2.0.0-rc.1`, `2026.11.23` and `1183`. `1.4` and `1` count as well; a number of more
 * than 15 digits does not, nor what looks like an abbreviated commit.
 */
export function parseVersion(tag: string): TagVersion | undefined {
  const match =
    /^v?(\d{1,15}(?:\.\d{1,15}){0,5})(?:[-_]([0-9A-Za-z._-]+))?$/.exec(tag);
  if (!match) {
    return undefined;
  }
  return {
    numbers: match[1].split('.').map(Number),
    prerelease: match[2]?.split(/[._-]/).filter(Boolean) ?? [],
  };
}

/** Orders versions as semantic versioning does (section 11). */
export function compareVersions(a: TagVersion, b: TagVersion): number {
  const length = Math.max(a.numbers.length, b.numbers.length);
  for (let index = 0; index < length; index += 1) {
    const difference = (a.numbers[index] ?? 0) - (b.numbers[index] ?? 0);
    if (difference !== 0) {
      return difference;
    }
  }
  if (a.prerelease.length === 0 || b.prerelease.length === 0) {
    return b.prerelease.length - a.prerelease.length;
  }
  return comparePrereleases(a.prerelease, b.prerelease);
}

function comparePrereleases(
  a: readonly string[],
  b: readonly string[],
): number {
  for (let index = 0; index < Math.min(a.length, b.length); index += 1) {
    const [left, right] = [a[index], b[index]];
    if (left !== right) {
      const [leftIsNumber, rightIsNumber] = [left, right].map(part =>
        /^\d+$/.test(part),
      );
      if (leftIsNumber && rightIsNumber && Number(left) !== Number(right)) {
        return Number(left) - Number(right);
      }
      if (leftIsNumber !== rightIsNumber) {
        return leftIsNumber ? -1 : 1;
      }
      return left < right ? -1 : 1;
    }
  }
  return a.length - b.length;
}
