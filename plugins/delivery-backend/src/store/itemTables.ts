import type { ItemKind } from '@throughline/plugin-delivery-node';

/** A table whose rows belong to an item and are written anew with it. */
export interface ChildTable {
  table: string;
  /** The column that holds the item's id. */
  owner: string;
  /** The column that holds the subjects of a change of the item, where there can be several. */
  subjects?: string;
}

/** Where items of a kind are kept. */
export interface ItemTable {
  table: string;
  children?: ChildTable;
  /** The column that the subject of a change is taken from when an item is removed; its id where absent. */
  subject?: string;
}

/** The table of each kind of items. */
export const ITEM_TABLES: Readonly<Record<ItemKind, ItemTable>> = {
  target: { table: 'targets' },
  deployment: { table: 'deployments', subject: 'target_id' },
  run: {
    table: 'runs',
    subject: 'subject',
    children: { table: 'run_subjects', owner: 'run_id', subjects: 'subject' },
  },
  commit: {
    table: 'commits',
    subject: 'repository',
    children: { table: 'commit_paths', owner: 'commit_id' },
  },
  pullRequest: { table: 'pull_requests', subject: 'repository' },
  branch: { table: 'branches', subject: 'repository' },
  artifact: {
    table: 'artifacts',
    subject: 'repository',
    children: { table: 'artifact_references', owner: 'artifact_id' },
  },
  release: { table: 'releases', subject: 'repository' },
  vitals: { table: 'vitals', subject: 'service' },
};

/** SQLite answers to a statement of several hundred rows with an error, and to a large one with a pause for all. */
export const ROWS_PER_STATEMENT = 100;

/** Cuts a list into pieces that one statement can take. */
export function inChunks<T>(
  items: readonly T[],
  size: number = ROWS_PER_STATEMENT,
): T[][] {
  const chunks: T[][] = [];
  for (let start = 0; start < items.length; start += size) {
    chunks.push(items.slice(start, start + size));
  }
  return chunks;
}
