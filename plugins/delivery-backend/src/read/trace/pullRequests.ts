import type {
  ChangeEvidence,
  PullRequestEvidence,
  Told,
} from '@throughline/plugin-delivery-common';
import type {
  CommitItem,
  PullRequestItem,
} from '@throughline/plugin-delivery-node';
import type { ObservationReader } from '../../store';
import { commitSummary, defined } from '../summaries';
import { told, untold } from './told';

/** Commits of one repository with the pull requests that brought them. */
export async function withPullRequests(
  commits: readonly CommitItem[],
  reader: ObservationReader,
): Promise<ChangeEvidence[]> {
  const numbers = commits.flatMap(each => each.pullRequest ?? []);
  const found =
    numbers.length > 0
      ? await reader.pullRequests(commits[0].repository, [...new Set(numbers)])
      : [];
  return commits.map(commit => ({
    commit: commitSummary(commit),
    pullRequest: pullRequestOf(
      commit,
      found.find(({ item }) => item.number === commit.pullRequest)?.item,
    ),
  }));
}

function pullRequestOf(
  { pullRequest: number }: CommitItem,
  item: PullRequestItem | undefined,
): Told<PullRequestEvidence> {
  if (number === undefined) {
    return untold('no source names a pull request that brought it');
  }
  return item
    ? told(evidenceOf(item))
    : untold(
        `#${number} brought it, of which no source that is connected tells more`,
      );
}

function evidenceOf(item: PullRequestItem): PullRequestEvidence {
  return {
    repository: item.repository,
    number: item.number,
    title: item.title,
    url: item.url,
    state: item.state,
    ...defined({
      author: item.author,
      headSha: item.headSha,
      mergeSha: item.mergeSha,
      checks: item.checks,
    }),
    approvals: item.approvals
      ? told(item.approvals)
      : untold('its source does not tell who approved it'),
  };
}
