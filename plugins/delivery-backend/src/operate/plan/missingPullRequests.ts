import type { RepositoryWriter } from '@throughline/plugin-delivery-node';
import type { TargetEdit } from './VersionEdits';

/**
 * What a rule that asks for a pull request comes to at a host that has none: what was to be reviewed is not pushed to the
 * branch instead.
 *
 * @returns undefined where nothing is missing
 */
export function missingPullRequests(
  edits: readonly TargetEdit[],
  { pullRequests }: Pick<RepositoryWriter, 'pullRequests'>,
): string | undefined {
  const asking = edits.find(wantsPullRequest)?.rule;
  return asking && !pullRequests
    ? `${asking.repository} is written to by Git alone, which knows no pull requests: say 'write: commit' in the rule of ${asking.where} to have it pushed`
    : undefined;
}

/** What is written together is reviewed where one of its rules asks for that. */
export function wantsPullRequest({ rule }: TargetEdit): boolean {
  return rule.write === 'pullRequest';
}
