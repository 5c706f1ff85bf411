import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Knex } from 'knex';
import { inChunks } from './itemTables';

/** Asks the database. An order holds for certain only where the query has a limit as well. */
export type Ask = <T extends object>(
  query: Knex.QueryBuilder<any, any>,
) => PromiseLike<T[]>;

/** Sends a query by itself. */
export const askAtOnce: Ask = query => query;

/** How many queries one statement is made of; SQLite takes 500, and plans them one by one. */
const QUERIES_PER_STATEMENT = 50;

interface Waiting {
  /** The query in the dialect of the database, with question marks for its values. */
  sql: string;
  bindings: readonly Knex.RawBinding[];
  query: Knex.QueryBuilder;
  resolve(rows: object[]): void;
  reject(error: unknown): void;
}

/**
 * Asks in one statement what is asked in one turn of the event loop. Pages that are built side by side ask the same
 * questions about different entities, and most of what a small query costs is spent around the database, not in it.
 * Each query keeps its own text, order and limit, so that its answer is the one that it would get alone.
 */
export class QueryGatherer {
  #waiting: Waiting[] = [];

  constructor(private readonly knex: Knex) {}

  /** See {@link Ask}. */
  readonly ask = <T extends object>(
    query: Knex.QueryBuilder<any, any>,
  ): Promise<T[]> => {
    const { sql, bindings } = query.toSQL();
    return new Promise<T[]>((resolve, reject) => {
      this.#waiting.push({
        sql,
        bindings: bindings as Knex.RawBinding[],
        query,
        resolve: rows => resolve(rows as T[]),
        reject,
      });
      if (this.#waiting.length === 1) {
        this.#answerSoon();
      }
    });
  };

  async #answerSoon(): Promise<void> {
    await nextTurn();
    const alike = new Map<string, Waiting[]>();
    for (const each of this.#waiting) {
      const known = alike.get(columnsOf(each.sql));
      if (known) {
        known.push(each);
      } else {
        alike.set(columnsOf(each.sql), [each]);
      }
    }
    this.#waiting = [];
    await Promise.all(
      [...alike.values()]
        .flatMap(all => inChunks(all, QUERIES_PER_STATEMENT))
        .map(some => this.#answer(some)),
    );
  }

  async #answer(some: readonly Waiting[]): Promise<void> {
    if (some.length > 1) {
      try {
        const answers = await this.#askTogether(some);
        some.forEach(({ resolve }, part) => resolve(answers[part]));
        return;
      } catch {
        // Asked one by one, what is wrong with one query costs nobody else.
      }
    }
    await Promise.all(
      some.map(({ query, resolve, reject }) => query.then(resolve, reject)),
    );
  }

  async #askTogether(some: readonly Waiting[]): Promise<object[][]> {
    const statement = some
      .map(({ sql }, part) => `select ${part} as part, p.* from (${sql}) as p`)
      .join(' union all ');
    const result = await this.knex.raw(
      statement,
      some.flatMap(({ bindings }) => bindings),
    );
    const rows: ({ part: number } & object)[] = result.rows ?? result;
    const answers: object[][] = some.map(() => []);
    for (const { part, ...row } of rows) {
      answers[part].push(row);
    }
    return answers;
  }
}

/** Only what has the same columns can be asked for in one statement. */
function columnsOf(sql: string): string {
  return sql.slice(0, sql.indexOf(' from '));
}
