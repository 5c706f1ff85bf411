import {
  cleanMessage,
  ITEM_KINDS,
  type ItemKind,
  type ObservedItem,
} from '@throughline/plugin-delivery-node';
import type { Knex } from 'knex';
import type { DatabaseChangeQueue, NewChange } from './DatabaseChangeQueue';
import { inChunks, ITEM_TABLES, type ChildTable } from './itemTables';
import { addCounts } from './sourceCounts';
import { doubted, WITH_STATUS } from './doubted';
import { type PreparedItem, toRow } from './toRow';

/** An item that is gone. */
export interface Removal {
  kind: ItemKind;
  id: string;
}

/** An item that exists and cannot be read, for the reason given. */
export interface Doubt {
  kind: ItemKind;
  id: string;
  doubt: string;
}

/** What is to be done with an item. */
export type Operation = PreparedItem | Removal | Doubt;

interface KnownRow {
  id: string;
  hash: string;
  scope: string;
  ended?: number;
}

/** Writes and removes the items of one source, within transactions that its user begins and ends. */
export class ItemOperations {
  #changes: NewChange[] = [];
  #counts = new Map<ItemKind, number>();

  constructor(
    private readonly sourceId: string,
    private readonly queue: DatabaseChangeQueue,
  ) {}

  /** Whether the transaction had something for the queue. */
  get queued(): boolean {
    return this.#changes.length > 0;
  }

  begin(): void {
    this.#changes = [];
    this.#counts = new Map();
  }

  async finish(trx: Knex.Transaction): Promise<void> {
    await this.queue.add(trx, this.#changes);
    await addCounts(trx, this.sourceId, this.#counts);
  }

  async apply(
    trx: Knex.Transaction,
    operations: readonly Operation[],
  ): Promise<{ written: number; unchanged: number; removed: number }> {
    const result = { written: 0, unchanged: 0, removed: 0 };
    for (const kind of ITEM_KINDS) {
      const ofKind = operations.filter(operation => operation.kind === kind);
      await this.#doubt(trx, kind, ofKind.filter(isDoubt));
      const items = ofKind.filter(isItem);
      const written = await this.#write(trx, kind, items);
      result.written += written;
      result.unchanged += items.length - written;
      result.removed += await this.#remove(
        trx,
        kind,
        ofKind.filter(isRemoval).map(gone => gone.id),
      );
    }
    return result;
  }

  /** Removes what a listing that has ended did not mention. Deployments are history and stay. */
  async removeUnmentioned(
    trx: Knex.Transaction,
    scope: string,
    listing: {
      mentioned: ReadonlySet<string>;
      unnamed: ReadonlySet<ItemKind>;
    },
  ): Promise<number> {
    let removed = 0;
    for (const kind of ITEM_KINDS) {
      if (kind === 'deployment') {
        continue;
      }
      const ids: string[] = await trx(ITEM_TABLES[kind].table)
        .where({ source_id: this.sourceId, scope })
        .pluck('id');
      const unmentioned = ids.filter(id => !listing.mentioned.has(id));
      if (listing.unnamed.has(kind)) {
        const doubt = 'what the source lists in its place has no name';
        await this.#doubt(
          trx,
          kind,
          unmentioned.map(id => ({ kind, id, doubt })),
        );
      } else {
        removed += await this.#remove(trx, kind, unmentioned);
      }
    }
    return removed;
  }

  /** Has what shows a scope looked at again, as it can be observed no longer, or can again. */
  async touch(trx: Knex.Transaction, scope: string): Promise<void> {
    for (const kind of WITH_STATUS) {
      const { table, subject = 'id' } = ITEM_TABLES[kind];
      const query = trx(table)
        .where('source_id', this.sourceId)
        .select('key', `${subject} as subject`);
      const rows: { key: string; subject: string }[] = await (scope.endsWith(
        '/',
      )
        ? query.whereRaw("scope like ? escape '\\'", [
            `${scope.replace(/[\\%_]/g, '\\$&')}%`,
          ])
        : query.where({ scope }));
      rows.forEach(row => this.#queue(kind, row.key, row.subject));
    }
  }

  /** Takes from items what was known of how they fare. */
  async #doubt(
    trx: Knex.Transaction,
    kind: ItemKind,
    doubts: readonly Doubt[],
  ): Promise<void> {
    if (kind !== 'target' && kind !== 'run') {
      return;
    }
    const reasons = new Map(doubts.map(({ id, doubt }) => [id, doubt]));
    for (const some of inChunks(doubts)) {
      const rows: { id: string; scope: string; data: string }[] = await trx(
        ITEM_TABLES[kind].table,
      )
        .whereIn(
          'id',
          some.map(({ id }) => id),
        )
        .select('id', 'scope', 'data');
      const items = rows.flatMap(({ id, scope, data }) => {
        const reason = cleanMessage(
          `it cannot be read: ${reasons.get(id)}`,
          300,
        );
        const item = doubted(JSON.parse(data) as ObservedItem, reason);
        return item ? [toRow(this.sourceId, scope, item)] : [];
      });
      await this.#write(trx, kind, items);
    }
  }

  async #write(
    trx: Knex.Transaction,
    kind: ItemKind,
    items: readonly PreparedItem[],
  ): Promise<number> {
    const known = await this.#known(trx, kind, items);
    const differing = items.filter(({ row }) => {
      const before = known.get(row.id);
      return (
        !before ||
        (before.ended !== 1 &&
          (before.hash !== row.hash || before.scope !== row.scope))
      );
    });
    const { table, children } = ITEM_TABLES[kind];
    for (const some of inChunks(differing)) {
      await trx(table)
        .insert(some.map(({ row }) => row))
        .onConflict('id')
        .merge();
    }
    if (children) {
      const owners = differing
        .map(({ row }) => row.id)
        .filter(id => known.has(id));
      await deleteIn(trx, children.table, children.owner, owners);
      const rows = differing.flatMap(item => item.children);
      for (const some of inChunks(rows)) {
        await trx(children.table).insert(some);
      }
    }
    for (const { row, subjects } of differing) {
      if (known.get(row.id)?.hash !== row.hash) {
        subjects.forEach(subject => this.#queue(kind, row.key, subject));
      }
      if (!known.has(row.id)) {
        this.#count(kind, 1);
      }
    }
    return differing.length;
  }

  async #known(
    trx: Knex.Transaction,
    kind: ItemKind,
    items: readonly PreparedItem[],
  ): Promise<Map<string, KnownRow>> {
    const known = new Map<string, KnownRow>();
    const columns = ['id', 'hash', 'scope'];
    if (kind === 'deployment') {
      columns.push('ended');
    }
    for (const some of inChunks(items)) {
      const rows: KnownRow[] = await trx(ITEM_TABLES[kind].table)
        .whereIn(
          'id',
          some.map(({ row }) => row.id),
        )
        .select(columns);
      rows.forEach(row => known.set(row.id, row));
    }
    return known;
  }

  async #remove(
    trx: Knex.Transaction,
    kind: ItemKind,
    ids: readonly string[],
  ): Promise<number> {
    const { table, children, subject = 'id' } = ITEM_TABLES[kind];
    let removed = 0;
    for (const some of inChunks(ids)) {
      const rows: { key: string; subject: string }[] = await trx(table)
        .whereIn('id', some)
        .select('key', `${subject} as subject`);
      const found = rows.length;
      if (children?.subjects) {
        rows.push(...(await furtherSubjects(trx, table, children, some)));
      }
      await deleteIn(trx, table, 'id', some);
      if (children) {
        await deleteIn(trx, children.table, children.owner, some);
      }
      rows.forEach(row => this.#queue(kind, row.key, row.subject));
      this.#count(kind, -found);
      removed += found;
    }
    return removed;
  }

  #queue(kind: ItemKind, key: string, subject: string): void {
    this.#changes.push({ sourceId: this.sourceId, kind, key, subject });
  }

  #count(kind: ItemKind, difference: number): void {
    this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + difference);
  }
}

function isItem(operation: Operation): operation is PreparedItem {
  return 'row' in operation;
}

function isDoubt(operation: Operation): operation is Doubt {
  return 'doubt' in operation;
}

function isRemoval(operation: Operation): operation is Removal {
  return !isItem(operation) && !isDoubt(operation);
}

/** The subjects of items besides the first, which is in their own row. */
async function furtherSubjects(
  trx: Knex,
  table: string,
  { table: child, owner, subjects }: ChildTable,
  ids: readonly string[],
): Promise<{ key: string; subject: string }[]> {
  return trx(table)
    .join(child, `${child}.${owner}`, `${table}.id`)
    .whereIn(`${table}.id`, ids)
    .whereNot(`${child}.${subjects}`, trx.ref(`${table}.subject`))
    .select(`${table}.key as key`, `${child}.${subjects} as subject`);
}

/** Deletes rows by one column, in statements of bounded size. */
export async function deleteIn(
  trx: Knex,
  table: string,
  column: string,
  values: readonly string[],
): Promise<void> {
  for (const some of inChunks(values)) {
    await trx(table).whereIn(column, some).delete();
  }
}
