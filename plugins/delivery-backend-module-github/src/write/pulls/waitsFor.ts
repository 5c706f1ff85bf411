/** What GitHub tells of an open pull request. */
export interface MergeFacts {
  isDraft: boolean;
  /** `MergeStateStatus` */
  mergeStateStatus: string;
  /** `PullRequestReviewDecision`; null where no review is asked for. */
  reviewDecision: string | null;
  /** `StatusState` of its head's checks; undefined where it has none. */
  checks?: string;
  queue?: { position: number; state: string };
}

/** Why an open pull request cannot be merged at present, in words; undefined where nothing is in its way. */
export function waitsFor(facts: MergeFacts): string | undefined {
  const { isDraft, mergeStateStatus, queue } = facts;
  if (queue) {
    return queueWords(queue);
  }
  if (isDraft || mergeStateStatus === 'DRAFT') {
    return 'somebody to mark it as ready for review';
  }
  switch (mergeStateStatus) {
    case 'CLEAN':
    case 'HAS_HOOKS':
      return undefined;
    case 'UNSTABLE':
      // It can be merged: those checks are not required.
      return undefined;
    case 'DIRTY':
      return 'conflicts to be resolved';
    case 'BEHIND':
      return 'its branch to be brought up to date with the base';
    case 'BLOCKED':
      return blockedBy(facts);
    case 'UNKNOWN':
      return 'GitHub to work out whether it can be merged';
    default:
      return `something that is not known here (${mergeStateStatus
        .slice(0, 40)
        .toLocaleLowerCase('en-US')})`;
  }
}

function blockedBy({ reviewDecision, checks }: MergeFacts): string {
  const causes = [
    ...(reviewDecision === 'REVIEW_REQUIRED' ? ['a review'] : []),
    ...(reviewDecision === 'CHANGES_REQUESTED'
      ? ['the changes that a review asks for']
      : []),
    ...(checks === 'PENDING' || checks === 'EXPECTED'
      ? ['required checks']
      : []),
    ...(checks === 'FAILURE' || checks === 'ERROR'
      ? ['required checks, which have failed']
      : []),
  ];
  return causes.length > 0
    ? causes.join(' and ')
    : 'what the rules of its base branch ask for';
}

function queueWords(queue: { position: number; state: string }): string {
  const place = `the merge queue (position ${queue.position})`;
  return queue.state === 'UNMERGEABLE'
    ? `${place}, which cannot merge it`
    : place;
}
