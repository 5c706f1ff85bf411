import { useCallback, useMemo } from 'react';
import { useLocation, useSearchParams } from 'react-router-dom';
import { type FleetFilters, formatFilters, parseFilters } from './fleetState';

/** The choice in the URL, and the cursors of the pages up to the one that is shown. */
export interface FleetNavigation {
  filters: FleetFilters;
  setFilters(change: Partial<FleetFilters>): void;
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
 * Keeps the filters in the URL, so that a view can be shared, and the pages in the history's state, so that
 * "back" returns to the page one came from. A cursor does not outlive the filters that it was made for.
 */
export function useFleetFilters(): FleetNavigation {
  const [params, setParams] = useSearchParams();
  const { state } = useLocation();
  const filters = useMemo(() => parseFilters(params), [params]);
  const cursors = useMemo(() => cursorsOf(state), [state]);

  const setFilters = useCallback(
    (change: Partial<FleetFilters>) =>
      setParams(
        current => formatFilters({ ...parseFilters(current), ...change }),
        { replace: true },
      ),
    [setParams],
  );
  const setCursors = useCallback(
    (next: string[]) =>
      setParams(current => current, { state: { deliveryCursors: next } }),
    [setParams],
  );
  return { filters, setFilters, cursors, setCursors };
}
