import {
  mergePaths,
  readItems,
  type CommitItem,
  type ReadResult,
} from '@throughline/plugin-delivery-node';
import { readCommit, type BareCommit } from '../map/readCommit';
import { projectPath, type ProjectPass } from './ProjectPass';
import { readTouched } from './readTouched';

/** The commits of a range, newest first. */
export interface CommitRange {
  results: ReadResult<BareCommit>[];
  commits: BareCommit[];
  /** Whether that is all of it. */
  whole: boolean;
}

/**
 * Reads what a revision, or a range such as `<old>..<new>`, reaches.
 *
 * @returns undefined where there is no such revision
 */
export async function readRange(
  pass: ProjectPass,
  range: string,
  maxPages: number,
): Promise<CommitRange | undefined> {
  const list = await pass.client.list(
    'commits',
    projectPath(pass, 'repository', 'commits'),
    { ref_name: range },
    maxPages,
  );
  if (!list) {
    return undefined;
  }
  const results = list.items.map(node => readCommit(pass.identity, node));
  return { results, commits: readItems(results), whole: list.whole };
}

/** Completes commits by the paths that they touch and by their checks. */
export async function placeCommits(
  pass: ProjectPass,
  commits: readonly BareCommit[],
  where: { range: string; onDefaultBranch: boolean; since?: string },
): Promise<CommitItem[]> {
  const whole = pass.interest.paths.includes('') ? [''] : [];
  const touched = await readTouched(pass, commits, where);
  const paths = mergePaths(commits, touched);
  return commits.map(commit => {
    const checks = pass.memory.checksOf(commit.key);
    const item: CommitItem = {
      ...commit,
      paths: [...whole, ...(paths.get(commit.sha) ?? [])].sort(),
      onDefaultBranch: where.onDefaultBranch,
      ...(checks ? { checks } : {}),
    };
    pass.memory.commits.set(item.key, item);
    return item;
  });
}
