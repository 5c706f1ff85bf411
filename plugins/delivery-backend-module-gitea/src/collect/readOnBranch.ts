import { readItems, type CommitItem } from '@throughline/plugin-delivery-node';
import { readCommit, type ReadCommit } from '../map/readCommit';
import { placeCommits, readCommits, touchedBy } from './readCommits';
import { repositoryPath, type RepositoryPass } from './RepositoryPass';

const MAX_PAGES = 4;

/**
 * Reads one commit of the default branch, with all that is told of a new one: it may have been told before a restart,
 * and nothing of it is to be lost.
 */
export async function readOnBranch(
  pass: RepositoryPass,
  sha: string,
): Promise<CommitItem[]> {
  const answer = await pass.client.get(
    'commit',
    repositoryPath(pass, 'git', 'commits', sha),
    { stat: false, verification: false, files: true },
  );
  const commits =
    answer.type === 'ok'
      ? readItems([readCommit(pass.identity, answer.json)])
      : [];
  const reached = [
    ...commits,
    ...(await Promise.all(commits.map(each => readBrought(pass, each)))).flat(),
  ];
  return placeCommits(pass, commits, true, touchedBy(pass, reached));
}

/** What a merge brought: the folders that it touches are those of these commits. */
async function readBrought(
  pass: RepositoryPass,
  { sha, parents }: ReadCommit,
): Promise<ReadCommit[]> {
  if (
    parents.length < 2 ||
    pass.interest.paths.every(folder => folder === '')
  ) {
    return [];
  }
  const found = await readCommits(pass, sha, {
    without: parents[0],
    maxPages: MAX_PAGES,
  });
  return (found?.commits ?? []).filter(each => each.sha !== sha);
}
