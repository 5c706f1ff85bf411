import { useApi } from '@backstage/core-plugin-api';
import { useQuery } from '@tanstack/react-query';
import { deliveryApiRef } from '../../api';

/** How often the sources page asks: it is where one watches a connection come back. */
const SOURCES_REVALIDATION_MS = 15_000;

/** The connections, kept up to date. */
export function useSources() {
  const api = useApi(deliveryApiRef);
  return useQuery({
    queryKey: ['delivery', 'sources'],
    queryFn: ({ signal }) => api.getSources(undefined, { signal }),
    refetchInterval: SOURCES_REVALIDATION_MS,
  });
}
