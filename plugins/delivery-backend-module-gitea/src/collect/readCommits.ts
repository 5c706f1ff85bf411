import {
  mergePaths,
  readItems,
  touchedPaths,
  type CommitItem,
  type ReadResult,
} from '@throughline/plugin-delivery-node';
import { readCommit, type ReadCommit } from '../map/readCommit';
import { readChecks } from './readChecks';
import { repositoryPath, type RepositoryPass } from './RepositoryPass';

/** Of so many commits, the newest ones, the statuses are asked for. */
const MAX_CHECKED = 10;

/** Folders by commit. */
type Touched = ReturnType<typeof mergePaths>;

/** Some commits, newest first. */
export interface CommitRange {
  results: ReadResult<ReadCommit>[];
  commits: ReadCommit[];
  /** Whether that is all of it. */
  whole: boolean;
}

/**
 * Reads what a revision reaches, with the files that each commit changes.
 *
 * @param without - leaves out what this revision reaches
 * @param until - goes on only where the last commit of a page is not older than this, ISO 8601
 * @returns undefined where there is no such revision
 */
export async function readCommits(
  pass: RepositoryPass,
  revision: string,
  options: { without?: string; maxPages: number; until?: string },
): Promise<CommitRange | undefined> {
  const { without, maxPages, until = '' } = options;
  const read = (node: unknown) => readCommit(pass.identity, node);
  const list = await pass.client.list(
    'commits',
    repositoryPath(pass, 'commits'),
    {
      sha: revision,
      not: without,
      stat: false,
      verification: false,
      files: true,
    },
    {
      maxPages,
      goOn: items =>
        (readItems(items.map(read)).pop()?.commit.committedAt ?? '') >= until,
    },
  );
  if (!list) {
    return undefined;
  }
  const results = list.items.map(read);
  return { results, commits: readItems(results), whole: list.whole };
}

/** By commit, the folders of interest that it touches; a merge touches what it brought, as far as that is among them. */
export function touchedBy(
  { interest }: RepositoryPass,
  commits: readonly ReadCommit[],
): Touched {
  const folders = interest.paths.filter(path => path !== '');
  return mergePaths(
    commits,
    new Map(
      commits
        .filter(({ parents }) => parents.length < 2)
        .map(({ sha, files }) => [sha, new Set(touchedPaths(files, folders))]),
    ),
  );
}

/** Completes commits by the paths that they touch and, the newest of them, by their checks. */
export async function placeCommits(
  pass: RepositoryPass,
  commits: readonly ReadCommit[],
  onDefaultBranch: boolean,
  paths: Touched = touchedBy(pass, commits),
): Promise<CommitItem[]> {
  const whole = pass.interest.paths.includes('') ? [''] : [];
  const items: CommitItem[] = [];
  for (const [index, { commit, sha }] of commits.entries()) {
    const checks =
      index < MAX_CHECKED ? await readChecks(pass, sha) : undefined;
    const item: CommitItem = {
      ...commit,
      paths: [...whole, ...(paths.get(sha) ?? [])].sort(),
      onDefaultBranch,
      ...(checks ? { checks } : {}),
    };
    pass.memory.commits.set(item.key, item);
    items.push(item);
  }
  return items;
}
