/** What GitLab tells of an open merge request. */
export interface MergeFacts {
  /** `detailed_merge_status`, or `merge_status` of versions that do not know it. */
  status: string;
  isDraft: boolean;
  /** The status of the pipeline of its head. */
  pipeline?: string;
  /** Whether GitLab merges it by itself once nothing is in its way. */
  autoMerge: boolean;
  /** How many approvals are missing, where GitLab tells. */
  approvalsLeft?: number;
  /** Its status in a merge train. */
  train?: string;
}

/** The words of GitLab's doc/api/merge_requests.md, "Merge status"; those without a word let it be merged. */
export const MERGE_STATUS: Readonly<Record<string, string | undefined>> = {
  mergeable: undefined,
  can_be_merged: undefined,
  approvals_syncing: 'its approvals to be worked out',
  broken_status: 'conflicts to be resolved',
  blocked_status: 'another merge request that goes first',
  cannot_be_merged: 'conflicts to be resolved',
  cannot_be_merged_recheck: 'GitLab to work out whether it can be merged',
  cannot_be_merged_rechecking: 'GitLab to work out whether it can be merged',
  checking: 'GitLab to work out whether it can be merged',
  ci_must_pass: 'a pipeline that succeeds',
  ci_still_running: 'its pipeline to end',
  commits_status: 'its branch, which is gone or has no commits',
  conflict: 'conflicts to be resolved',
  discussions_not_resolved: 'its threads to be resolved',
  draft_status: 'somebody to mark it as ready',
  external_status_checks: 'external status checks',
  jira_association_missing: 'a Jira issue in its title or description',
  locked_lfs_files: 'locked LFS files to be unlocked',
  locked_paths: 'locked paths to be unlocked',
  merge_request_blocked: 'another merge request that goes first',
  merge_time: 'the time from which it may be merged',
  need_rebase: 'its branch to be rebased',
  not_approved: 'an approval',
  policies_denied: 'security policies to be satisfied',
  preparing: 'GitLab to work out whether it can be merged',
  requested_changes: 'the changes that a reviewer asks for',
  security_policy_pipeline_check: 'the pipelines of security policies',
  security_policy_violations: 'security policies to be satisfied',
  status_checks_must_pass: 'external status checks',
  title_regex: 'a title as the project wants it',
  unchecked: 'GitLab to work out whether it can be merged',
};

/** How it fares in a merge train; the end of it is told by the merge request itself. */
export const TRAIN_STATUS: Readonly<Record<string, string>> = {
  idle: 'the merge train',
  fresh: 'the merge train, whose pipeline runs',
  stale: 'the merge train, whose pipeline is made anew',
  merging: 'the merge train, which is merging it',
  merged: 'the merge train, which has merged it',
  skip_merged: 'the merge train, which it was merged past',
};

/** Why an open merge request cannot be merged at present, in words; undefined where nothing is in its way. */
export function waitsFor(facts: MergeFacts): string | undefined {
  const { status, isDraft, pipeline, autoMerge, train } = facts;
  if (train !== undefined) {
    return Object.hasOwn(TRAIN_STATUS, train)
      ? TRAIN_STATUS[train]
      : `the merge train (${train.slice(0, 40)})`;
  }
  if (isDraft) {
    return MERGE_STATUS.draft_status;
  }
  if (!Object.hasOwn(MERGE_STATUS, status)) {
    return `something that is not known here (${status.slice(0, 40)})`;
  }
  const word = MERGE_STATUS[status];
  if (word === undefined) {
    return autoMerge ? 'GitLab, which is set to merge it' : undefined;
  }
  if (status === 'not_approved' && facts.approvalsLeft) {
    return facts.approvalsLeft === 1
      ? 'one more approval'
      : `${facts.approvalsLeft} more approvals`;
  }
  if (status === 'ci_must_pass' && pipeline) {
    return pipeline === 'failed'
      ? 'its pipeline, which has failed'
      : `a pipeline that succeeds (the last one is '${pipeline.slice(0, 40)}')`;
  }
  return status === 'ci_still_running' && autoMerge
    ? `${word}; GitLab merges it then`
    : word;
}
