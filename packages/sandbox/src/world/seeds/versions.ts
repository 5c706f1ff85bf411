/** A version as numbers. */
export type Version = [number, number, number];

const feature =
  /^(add|support|introduce|let|offer|show|serve|publish|export)\b/i;

/** The version after another, for a change of that subject: what adds something is a minor version. */
export function nextVersion(version: Version, subject: string): Version {
  return feature.test(subject)
    ? [version[0], version[1] + 1, 0]
    : [version[0], version[1], version[2] + 1];
}

/** Reads `1.4.2`; undefined for what is no such version. */
export function parseVersion(text: string): Version | undefined {
  const match = /^(\d+)\.(\d+)\.(\d+)$/.exec(text);
  return match
    ? [Number(match[1]), Number(match[2]), Number(match[3])]
    : undefined;
}

/** Orders versions, the lowest first. */
export function compareVersions(a: Version, b: Version): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}
