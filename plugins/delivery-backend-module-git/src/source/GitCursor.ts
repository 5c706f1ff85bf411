import { createHash } from 'node:crypto';
import { z } from 'zod';

const State = z.object({
  /** Stands for the branches and tags of which all was told. */
  refs: z.string().optional(),
  branches: z.string().optional(),
  releases: z.string().optional(),
  /** The commit of the default branch up to which commits were told. */
  head: z.string().optional(),
  /** Stands for what the whole history was told for. */
  deep: z.string().optional(),
  /** How many commits were told since then. */
  told: z.number().int().optional(),
  /** The beginnings of the commits that something refers to and that were told. */
  revisions: z.array(z.string()).optional(),
});

const Cursor = z.object({
  version: z.literal(1),
  repositories: z.record(z.string(), State),
  problems: z.array(z.string()),
});

/** What has been told of a repository. */
export type RepositoryState = z.infer<typeof State>;

/** What has been told of a host. */
export class GitCursor {
  private constructor(
    readonly repositories: Map<string, RepositoryState>,
    /** The repositories of which a problem was told. */
    readonly problems: Set<string>,
  ) {}

  /** A cursor that cannot be read counts as none: everything is told again. */
  static parse(text: string | undefined): GitCursor {
    try {
      const cursor = Cursor.parse(JSON.parse(text ?? ''));
      return new GitCursor(
        new Map(Object.entries(cursor.repositories)),
        new Set(cursor.problems),
      );
    } catch {
      return new GitCursor(new Map(), new Set());
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
        [...this.repositories]
          .sort(([a], [b]) => (a < b ? -1 : 1))
          // Parsed, its keys are in one order, however they came about.
          .map(([identity, state]) => [identity, State.parse(state)]),
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
