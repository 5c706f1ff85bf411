import { identityApiRef, useApi } from '@backstage/core-plugin-api';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { FleetQuery } from '@throughline/plugin-delivery-common';
import { deliveryApiRef } from '../../api';
import { useLiveUpdates } from '../../hooks/useLiveUpdates';
import { type FleetFilters, fleetQuery, isFiltered } from './fleetState';

const FLEET_KEY = ['delivery', 'fleet'];

function useFleetPage(query: FleetQuery, enabled: boolean) {
  const api = useApi(deliveryApiRef);
  return useQuery({
    queryKey: [...FLEET_KEY, query],
    queryFn: ({ signal }) => api.getFleet(query, { signal }),
    placeholderData: keepPreviousData,
    enabled,
  });
}

/**
 * A page of the fleet: the reader's own services, or all. Who owns none and has not chosen sees all of them
 * rather than an empty page.
 */
export function useFleet(filters: FleetFilters, cursor: string | undefined) {
  const identityApi = useApi(identityApiRef);
  const identity = useQuery({
    queryKey: ['delivery', 'identity'],
    queryFn: () => identityApi.getBackstageIdentity(),
    refetchInterval: false,
    refetchOnWindowFocus: false,
    staleTime: Infinity,
  });
  const refs = identity.data?.ownershipEntityRefs;
  const wantsMine = filters.scope !== 'all' && filters.owners.length === 0;
  const ownsNothing = refs?.length === 0 || identity.isError;
  const known = refs !== undefined || identity.isError;

  const mine = useFleetPage(
    fleetQuery(filters, refs, wantsMine ? cursor : undefined),
    wantsMine && known && !ownsNothing,
  );
  const mineIsEmpty =
    ownsNothing ||
    (mine.data?.total === 0 && !mine.isPlaceholderData && mine.isSuccess);
  const fallsBack =
    wantsMine &&
    filters.scope === undefined &&
    !isFiltered(filters) &&
    mineIsEmpty;
  const showsAll = !wantsMine || fallsBack || (ownsNothing && wantsMine);
  const all = useFleetPage(
    fleetQuery(filters, undefined, showsAll ? cursor : undefined),
    showsAll,
  );

  const page = showsAll ? all : mine;
  useLiveUpdates(page.data?.channel, FLEET_KEY);
  return {
    page,
    /** All are shown although the reader's own were asked for: there are none. */
    fellBack: wantsMine && showsAll,
    scope: showsAll ? ('all' as const) : ('mine' as const),
  };
}
