/**
 * Whether a name is that of another image or chart. An environment may have a registry of its own for the same one, so
 * that only what comes last tells.
 */
export function isOtherName(
  name: string | undefined,
  other: string | undefined,
): boolean {
  return Boolean(name && other && lastPart(name) !== lastPart(other));
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}
