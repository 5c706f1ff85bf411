import type { TargetItem } from '@throughline/plugin-delivery-node';
import { repositoryPath } from '../../link/repositoryPath';
import { findInObject } from './findInObject';
import type { SourcedCandidate } from './findInSources';
import type { SourceOpener } from './SourceOpener';

const MAX_FILES = 30;

/**
 * Looks for the object that asks for a target among what the parents of its source are made from: such an object is
 * itself deployed by something that deploys other targets only.
 *
 * @throws SourceFailure
 */
export async function findInParents(
  target: TargetItem,
  parents: readonly TargetItem[],
  wanted: Parameters<typeof findInObject>[2],
  opener: SourceOpener,
): Promise<SourcedCandidate[]> {
  // What a generator makes is in no file.
  if (target.generatedBy) {
    return [];
  }
  const seen = new Set<string>();
  for (const desired of parents.flatMap(each => each.desired)) {
    const source = await opener.open(desired);
    const folder = repositoryPath(desired.path ?? '');
    if ('because' in source || folder === '') {
      continue;
    }
    const key = `${source.repository} ${source.branch} ${folder}`;
    if (seen.has(key)) {
      continue;
    }
    seen.add(key);
    const paths = (await source.files.list(folder))
      .filter(path => /\.(ya?ml)$/i.test(path))
      .sort(byLikelihood(target.name))
      .slice(0, MAX_FILES);
    const found = (await source.files.read(paths)).flatMap(file =>
      findInObject(file, target, wanted).map(candidate => ({
        candidate,
        source,
      })),
    );
    if (found.length > 0) {
      return found;
    }
  }
  return [];
}

/** Files that are called as the target is come first: not all of a large repository are read. */
function byLikelihood(name: string) {
  const score = (path: string) => (path.includes(name) ? 0 : 1);
  return (a: string, b: string) =>
    score(a) - score(b) || (a < b ? -1 : Number(a > b));
}
