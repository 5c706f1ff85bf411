import { createHash } from 'node:crypto';
import { z } from 'zod';

const State = z.object({
  /** The head of the default branch up to which commits were told. */
  head: z.string().optional(),
  /** Stands for the pulse at which branches, pull requests and recent commits were told. */
  pulse: z.string().optional(),
  /** Stands for the paths for which the whole history was told. */
  deep: z.string().optional(),
  /** The beginnings of the commits off the default branch, or far back on it, that were asked for. */
  revisions: z.array(z.string()).optional(),
  /** The latest change of a pull request that was told. */
  pulls: z.string().optional(),
  /** Commits whose checks had not ended. */
  unsettled: z.array(z.string()).optional(),
  /** Whether an open pull request had checks that had not ended, or a place in the merge queue. */
  pending: z.boolean().optional(),
  /** Stands for the newest deployment. */
  deployments: z.string().optional(),
  runs: z
    .object({
      /** Stands for the pulse at which they were told. */
      pulse: z.string(),
      /** The latest change of a run that was told. */
      until: z.string(),
      /** The newest runs, to notice one that is deleted. */
      newest: z.array(z.number()),
      /** Those that had not come to an end. */
      active: z.array(z.number()),
      /** The hour of the last look, since 1970. */
      hour: z.number(),
    })
    .optional(),
});

const Cursor = z.object({
  version: z.literal(1),
  repositories: z.record(z.string(), State),
  problems: z.array(z.string()),
});

/** What has been told of a repository. */
export type RepositoryState = z.infer<typeof State>;

/** What has been told of a host. */
export class GithubCursor {
  private constructor(
    readonly repositories: Map<string, RepositoryState>,
    /** The scopes of which a problem was told. */
    readonly problems: Set<string>,
  ) {}

  /** A cursor that cannot be read counts as none: everything is told again. */
  static parse(text: string | undefined): GithubCursor {
    try {
      const cursor = Cursor.parse(JSON.parse(text ?? ''));
      return new GithubCursor(
        new Map(Object.entries(cursor.repositories)),
        new Set(cursor.problems),
      );
    } catch {
      return new GithubCursor(new Map(), new Set());
    }
  }

  state(identity: string): RepositoryState {
    let state = this.repositories.get(identity);
    if (!state) {
      state = {};
      this.repositories.set(identity, state);
    }
    return state;
  }

  /** Stable: the same state is the same text. */
  toString(): string {
    return JSON.stringify({
      version: 1,
      repositories: Object.fromEntries(
        [...this.repositories].sort(([a], [b]) => (a < b ? -1 : 1)),
      ),
      problems: [...this.problems].sort(),
    });
  }
}

/** A short stand-in for something; 72 bits are plenty to tell a change. */
export function fingerprint(value: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(value) ?? '')
    .digest('base64url')
    .slice(0, 12);
}
