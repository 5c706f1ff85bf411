import { useCallback, useMemo } from 'react';
import { useLocation, useSearchParams } from 'react-router-dom';

/** The choice in the URL, and the cursors of the pages up to the one that is shown. */
export interface UrlFilters<F> {
  filters: F;
  setFilters(change: Partial<F>): void;
  /** Empty on the first page. */
  cursors: string[];
  setCursors(cursors: string[]): void;
}

function cursorsOf(state: unknown): string[] {
  const cursors = (state as { deliveryCursors?: unknown } | null)
    ?.deliveryCursors;
  return Array.isArray(cursors) &&
    cursors.every(cursor => typeof cursor === 'string')
    ? cursors
    : [];
}

/**
 * Keeps the filters of a list in the URL, so that a view can be shared, and the pages in the history's state, so that
 * "back" returns to the page one came from. A cursor does not outlive the filters that it was made for.
 *
 * @param parse - reads the filters; the same function each time
 * @param format - writes them
 */
export function useUrlFilters<F extends object>(
  parse: (params: URLSearchParams) => F,
  format: (filters: F) => URLSearchParams,
): UrlFilters<F> {
  const [params, setParams] = useSearchParams();
  const { state } = useLocation();
  const filters = useMemo(() => parse(params), [parse, params]);
  const cursors = useMemo(() => cursorsOf(state), [state]);

  const setFilters = useCallback(
    (change: Partial<F>) =>
      setParams(current => format({ ...parse(current), ...change }), {
        replace: true,
      }),
    [setParams, parse, format],
  );
  const setCursors = useCallback(
    (next: string[]) =>
      setParams(current => current, { state: { deliveryCursors: next } }),
    [setParams],
  );
  return { filters, setFilters, cursors, setCursors };
}
