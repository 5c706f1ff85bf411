import type { RepositoryWriter } from '../../contract';

/**
 * A writer against an upstream that is real, or behaves so, for {@link describeRepositoryWriter}.
 *
 * @public
 */
export interface RepositoryWriterHarness {
  writer: RepositoryWriter;
  /** Identity of a repository with one commit on its default branch `main`. */
  repository: string;
  /** Commits files as somebody else would, past the writer. */
  push(commit: {
    branch: string;
    message: string;
    files: Record<string, { content: string | Buffer; mode?: string }>;
  }): Promise<string>;
  /** What is really at a path of a branch or commit. */
  look(
    ref: string,
    path: string,
  ): Promise<{ mode: string; content: Buffer } | undefined>;
  /** Where a branch really is. */
  head(branch: string): Promise<string | undefined>;
  /** A commit as it really is. */
  commit(sha: string): Promise<{
    parents: string[];
    message: string;
    author: { name: string; email: string };
  }>;
  /** From now on what moves a branch or opens a pull request is done, and the answer is lost. */
  loseAnswers(): void;
  /** From now on nobody may write. */
  refuseWrites(): void;
  recover(): void;
  /** What must be in no message. */
  secrets: readonly string[];
  close(): Promise<void>;
  /** For hosts with pull requests. */
  pullRequests?: {
    count(): Promise<number>;
    merge(number: number): Promise<void>;
    comments(number: number): Promise<string[]>;
    statuses(
      sha: string,
    ): Promise<{ context: string; state: string; description: string }[]>;
  };
}
