import { z } from 'zod';

const Cursor = z.object({
  version: z.literal(1),
  repositories: z.record(z.string(), z.unknown()),
  problems: z.array(z.string()),
});

/**
 * What has been told of many repositories, as the cursor of a source keeps it.
 *
 * @public
 */
export class RepositoryCursor<TState> {
  private constructor(
    private readonly schema: z.ZodType<TState>,
    private readonly states: Map<string, TState>,
    /** The scopes of which a problem was told. */
    readonly problems: Set<string>,
  ) {}

  /**
   * A cursor that cannot be read counts as none: everything is told again. So does the state of one repository.
   *
   * @param schema - of the state of one repository; where {@link RepositoryCursor.state} is used, `{}` is one of which
   *   nothing was told
   */
  static parse<TState>(
    text: string | undefined,
    schema: z.ZodType<TState>,
  ): RepositoryCursor<TState> {
    const states = new Map<string, TState>();
    const problems = new Set<string>();
    try {
      const cursor = Cursor.parse(JSON.parse(text ?? ''));
      for (const [identity, state] of Object.entries(cursor.repositories)) {
        const { data } = schema.safeParse(state);
        if (data !== undefined) {
          states.set(identity, data);
        }
      }
      cursor.problems.forEach(scope => problems.add(scope));
    } catch {
      states.clear();
    }
    return new RepositoryCursor(schema, states, problems);
  }

  /** The state of a repository, to be written to. */
  state(identity: string): TState {
    let state = this.states.get(identity);
    if (state === undefined) {
      state = this.schema.parse({});
      this.states.set(identity, state);
    }
    return state;
  }

  /** The state of a repository of which something was told. */
  get(identity: string): TState | undefined {
    return this.states.get(identity);
  }

  set(identity: string, state: TState): void {
    this.states.set(identity, state);
  }

  has(identity: string): boolean {
    return this.states.has(identity);
  }

  identities(): string[] {
    return [...this.states.keys()];
  }

  delete(identity: string): void {
    this.states.delete(identity);
  }

  /** Stable: the same state is the same text. */
  toString(): string {
    return JSON.stringify(
      {
        version: 1,
        repositories: Object.fromEntries(this.states),
        problems: [...this.problems].sort(),
      },
      (_, value) => (isObject(value) ? sorted(value) : value),
    );
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What was read back comes in another order than what was written piece by piece. */
function sorted(value: object): object {
  return Object.fromEntries(
    Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}
