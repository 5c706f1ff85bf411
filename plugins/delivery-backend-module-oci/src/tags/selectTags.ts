import { compareVersions, parseVersion } from './version';

/** Tags that tools write beside images: signatures, attestations and referrers (`sha256-<hex>…`). */
const COMPANION = /^sha(256|512)-[0-9a-f]{64,128}/;

/** Which of a repository's tags are looked at. */
export interface SelectedTags {
  /** By version, newest first, and then those that carry no version; each once. */
  tags: string[];
  /** Of these, the ones that are likely to move and are compared in every pass. */
  movable: string[];
}

const MAX_MOVABLE = 5;
const WELL_KNOWN = ['latest', 'stable', 'edge', 'main', 'master'];

/**
 * Chooses the tags that run, the newest by version, and the last of those without a version: tags have no date, and
 * asking for each one's would cost more than it is worth.
 *
 * @param tags - in the registry's order, which for some is the order of creation
 * @param running - tags that run somewhere
 * @param recent - tags known to be new, whatever their place in the list
 */
export function selectTags(
  tags: readonly string[],
  running: readonly string[],
  newest: number,
  recent: readonly string[] = [],
): SelectedTags {
  const all = tags.filter(tag => !COMPANION.test(tag));
  const existing = new Set(all);
  const versions = all
    .flatMap(tag => {
      const version = parseVersion(tag);
      return version ? [{ tag, version }] : [];
    })
    .sort(
      (a, b) =>
        compareVersions(b.version, a.version) || (a.tag < b.tag ? -1 : 1),
    )
    .map(({ tag }) => tag);
  const opaque = opaqueTags(all);
  const wellKnown = WELL_KNOWN.filter(tag => existing.has(tag));
  const runningHere = running.filter(tag => existing.has(tag));
  const chosen = new Set([
    ...runningHere,
    ...(newest > 0 ? wellKnown : []),
    ...versions.slice(0, newest),
    ...(newest > 0 ? opaque.slice(-newest) : []),
    ...recent.filter(tag => existing.has(tag)),
  ]);
  const movable = [...runningHere, ...wellKnown, ...opaque]
    .filter(tag => chosen.has(tag) && mayMove(tag))
    .slice(0, MAX_MOVABLE);
  return { tags: [...chosen], movable: [...new Set(movable)] };
}

/** The tags without a version, of which a list does not tell the newest. */
export function opaqueTags(tags: readonly string[]): string[] {
  return tags.filter(tag => !COMPANION.test(tag) && !parseVersion(tag));
}

/** A whole version or a commit is a name that is given once; any other is one that moves. */
function mayMove(tag: string): boolean {
  return !parseVersion(tag) && !/(^|[-_.])[0-9a-f]{7,64}$/.test(tag);
}
