/** The protection of a base branch, as far as those who read may know. */
export interface Protection {
  requiredApprovals: number;
  /** Patterns of the statuses that must be there and succeed; all statuses, where there is no pattern. */
  requiredStatuses?: readonly string[];
}

/** What is told of an open pull request. */
export interface MergeFacts {
  isDraft: boolean;
  mergeable: boolean;
  protection: Protection;
  /** The newest status of each context of its head. */
  statuses: readonly { context: string; state: string }[];
  /** The newest review of each reviewer that counts, by Gitea's word. */
  reviews: readonly string[];
}

/** What is neither of these has failed, a warning too: nobody has vouched for it. */
const OPEN = ['pending'];
const PASSED = ['success', 'skipped'];

/** Why an open pull request cannot be merged at present, in words; undefined where nothing is in its way. */
export function waitsFor(facts: MergeFacts): string | undefined {
  const { isDraft, mergeable, reviews, protection } = facts;
  if (isDraft) {
    return 'somebody to mark it as ready';
  }
  const approvals = reviews.filter(state => state === 'APPROVED').length;
  const missing = protection.requiredApprovals - approvals;
  const causes = [
    ...(missing === 1 ? ['one more approval'] : []),
    ...(missing > 1 ? [`${missing} more approvals`] : []),
    ...(reviews.includes('REQUEST_CHANGES')
      ? ['the changes that a review asks for']
      : []),
    ...checksOf(facts),
    ...(mergeable
      ? []
      : ['conflicts to be resolved, or Gitea to look for some']),
  ];
  return causes.length > 0 ? causes.join(' and ') : undefined;
}

function checksOf({ protection, statuses }: MergeFacts): string[] {
  const { requiredStatuses } = protection;
  if (!requiredStatuses) {
    return [];
  }
  const patterns = requiredStatuses.length > 0 ? requiredStatuses : ['*'];
  const open = new Set<string>();
  const failed = new Set<string>();
  for (const pattern of patterns) {
    const matching = statuses.filter(({ context }) => fits(pattern, context));
    if (matching.length === 0) {
      open.add(pattern);
    }
    for (const { context, state } of matching) {
      if (OPEN.includes(state)) {
        open.add(context);
      } else if (!PASSED.includes(state)) {
        failed.add(context);
      }
    }
  }
  return [
    ...(failed.size > 0
      ? [`required checks, which have failed (${namesOf(failed)})`]
      : []),
    ...(open.size > 0 ? [`required checks (${namesOf(open)})`] : []),
  ];
}

function namesOf(contexts: ReadonlySet<string>): string {
  const names = [...contexts].slice(0, 3).map(name => name.slice(0, 80));
  return contexts.size > 3 ? `${names.join(', ')}, …` : names.join(', ');
}

/** Gitea's patterns: `*` and `?` stand for any text, slashes included. */
function fits(pattern: string, context: string): boolean {
  const expression = pattern
    .split(/([*?])/)
    .map(part => {
      if (part === '*') {
        return '.*';
      }
      return part === '?' ? '.' : part.replace(/[.+^${}()|[\]\\]/g, '\\$&');
    })
    .join('');
  return new RegExp(`^${expression}$`, 's').test(context);
}
