import { useState } from 'react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Page } from '@throughline/plugin-delivery-common';

/** A list of which the first page comes with the entity and the others on demand. */
export interface MorePages<T> {
  items: T[];
  hasMore: boolean;
  isLoading: boolean;
  error: unknown;
  loadMore(): void;
}

/**
 * Continues a first page that is refreshed by others. When a new item pushes the last one off that page, its
 * cursor changes and the pages after it are asked for again, so that no item falls between two pages.
 */
export function useMorePages<T>(options: {
  key: readonly string[];
  first: Page<T>;
  idOf(item: T): string;
  fetchPage(cursor: string, signal: AbortSignal): Promise<Page<T>>;
}): MorePages<T> {
  const { key, first, idOf, fetchPage } = options;
  const [wanted, setWanted] = useState(0);
  const more = useQuery({
    queryKey: ['delivery', 'more', ...key, first.nextCursor, wanted],
    enabled: wanted > 0 && first.nextCursor !== undefined,
    placeholderData: keepPreviousData,
    refetchInterval: false,
    queryFn: async ({ signal }) => {
      const items: T[] = [];
      let cursor = first.nextCursor;
      for (let page = 0; page < wanted && cursor; page++) {
        const answer: Page<T> = await fetchPage(cursor, signal);
        items.push(...answer.items);
        cursor = answer.nextCursor;
      }
      return { items, nextCursor: cursor } satisfies Page<T>;
    },
  });

  const rest = wanted > 0 && first.nextCursor ? more.data : undefined;
  const byId = new Map<string, T>();
  for (const item of [...first.items, ...(rest?.items ?? [])]) {
    byId.set(idOf(item), byId.get(idOf(item)) ?? item);
  }
  return {
    items: [...byId.values()],
    hasMore: (rest ?? first).nextCursor !== undefined,
    isLoading: more.isFetching,
    error: more.error,
    loadMore: () =>
      more.error ? void more.refetch() : setWanted(count => count + 1),
  };
}
