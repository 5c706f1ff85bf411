import type { Actor } from './version';

/**
 * An approval of a pull or merge request.
 *
 * @public
 */
export interface PullRequestApproval {
  by: Actor;
  /** ISO 8601 */
  at?: string;
  /** The commit that was approved, where the upstream tells. */
  sha?: string;
}
