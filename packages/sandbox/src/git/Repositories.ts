/** A push that a repository of the sandbox accepted. */
export interface Push {
  /** `owner/name` */
  repository: string;
  /** Full name, such as `refs/heads/main`. */
  ref: string;
  /** The commit before; undefined where the ref is new. */
  before: string | undefined;
  /** The commit after; undefined where the ref was deleted. */
  after: string | undefined;
  /** Who pushed: the login of the forge's user. */
  actor: string;
}

/** One commit as `git log` tells it. */
export interface Commit {
  sha: string;
  parents: string[];
  author: { name: string; email: string };
  /** ISO 8601, UTC */
  authoredAt: string;
  /** ISO 8601, UTC */
  committedAt: string;
  subject: string;
  /** The whole message, subject included. */
  message: string;
}

/** The Git repositories of the sandbox: bare, real, on disk. */
export interface Repositories {
  /** All repositories, as `owner/name`. */
  list(): string[];
  /** The commit that a branch, a tag or an abbreviated SHA names; undefined where there is none. */
  resolve(repository: string, ref: string): Promise<string | undefined>;
  /** Commits reachable from `ref`, newest first, optionally only those that touched a path. */
  log(
    repository: string,
    options: { ref: string; path?: string; limit?: number; skip?: number },
  ): Promise<Commit[]>;
  /** The text files below a folder at a commit, keyed by their path relative to that folder. */
  readTree(
    repository: string,
    sha: string,
    path: string,
  ): Promise<Map<string, string>>;
  /** Commits files to a branch, as a person or a bot would, and announces it as a push. Null deletes a file. */
  commit(
    repository: string,
    options: {
      branch: string;
      message: string;
      author: { name: string; email: string; login: string };
      files: Record<string, string | null>;
      at?: Date;
    },
  ): Promise<string>;
  /** Calls the listener after each accepted push, from outside or by `commit`; returns how to stop. */
  onPush(listener: (push: Push) => void): () => void;
}
