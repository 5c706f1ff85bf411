import { z } from 'zod';

const StateSchema = z.object({
  /** Stands for the list of tags and what of it was looked at. */
  l: z.string(),
  /** Stands for the digests of all tags that were looked at. */
  d: z.string(),
  /** Stands for the digests of those that are likely to move. */
  m: z.string(),
  /** Stands for the attestations that were found beside what is told. */
  a: z.string().optional(),
  /** Tags known to be new, whatever their place in the list. */
  n: z.array(z.string()).max(1_000).optional(),
});

const Cursor = z.object({
  version: z.literal(1),
  repositories: z.record(z.string(), StateSchema),
  problems: z.array(z.string()),
});

/** What is remembered of a repository, so that an unchanged one costs one request. */
export type RepositoryState = z.infer<typeof StateSchema>;

/** What has been told of a registry. */
export class RegistryCursor {
  private constructor(
    readonly repositories: Map<string, RepositoryState>,
    /** The repositories that could not be read. */
    readonly problems: Set<string>,
  ) {}

  /** A cursor that cannot be read counts as none: everything is told again. */
  static parse(text: string | undefined): RegistryCursor {
    try {
      const cursor = Cursor.parse(JSON.parse(text ?? ''));
      return new RegistryCursor(
        new Map(Object.entries(cursor.repositories)),
        new Set(cursor.problems),
      );
    } catch {
      return new RegistryCursor(new Map(), new Set());
    }
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
