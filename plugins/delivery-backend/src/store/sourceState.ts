import type { SourceError } from '@throughline/plugin-delivery-common';
import type { SourceRow } from './rows';

/** Unreadable items by scope: how many, and the newest of them. */
export type MalformedByScope = Record<
  string,
  {
    count: number;
    items: { kind: string; key: string; reason: string; at: number }[];
  }
>;

/** Parts that cannot be collected, by scope; since when in milliseconds. */
export type Problems = Record<string, { reason: string; since: number }>;

/** What is left of an upstream's rate limit. */
export interface Budget {
  limit: number;
  remaining: number;
  resetsAt?: string;
}

/** A source's row, parsed. */
export interface SourceState {
  lastSuccessAt?: number;
  error?: { kind: SourceError['kind']; message: string; since: number };
  cursor?: string;
  budget?: Budget;
  problems: Problems;
  malformed: MalformedByScope;
}

/** How many unreadable items are kept by name. */
export const MAX_MALFORMED = 20;

export function parseSourceRow(row: SourceRow | undefined): SourceState {
  return {
    ...(row?.last_success_at
      ? { lastSuccessAt: Number(row.last_success_at) }
      : {}),
    ...(row?.error_kind
      ? {
          error: {
            kind: row.error_kind as SourceError['kind'],
            message: row.error_message ?? '',
            since: Number(row.error_since),
          },
        }
      : {}),
    ...(row?.cursor ? { cursor: row.cursor } : {}),
    ...(row?.budget ? { budget: JSON.parse(row.budget) as Budget } : {}),
    problems: JSON.parse(row?.problems ?? '{}') as Problems,
    malformed: JSON.parse(row?.malformed ?? '{}') as MalformedByScope,
  };
}

/** Adds an item, or only its new reason where it was unreadable before. */
export function addMalformed(
  known: MalformedByScope[string] | undefined,
  item: MalformedByScope[string]['items'][number],
): MalformedByScope[string] {
  const { count, items } = known ?? { count: 0, items: [] };
  const index = items.findIndex(
    other => other.kind === item.kind && other.key === item.key,
  );
  if (index >= 0 && items[index].reason === item.reason) {
    return { count, items };
  }
  const others = items.filter((_, position) => position !== index);
  return {
    count: index < 0 ? count + 1 : count,
    items: [item, ...others].slice(0, MAX_MALFORMED),
  };
}

export function removeMalformed(
  known: MalformedByScope[string],
  kind: string,
  key: string,
): MalformedByScope[string] {
  return {
    count: known.count - 1,
    items: known.items.filter(item => item.kind !== kind || item.key !== key),
  };
}
