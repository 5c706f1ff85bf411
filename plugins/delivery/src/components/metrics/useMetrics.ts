import { useApi } from '@backstage/core-plugin-api';
import { parseEntityRef } from '@backstage/catalog-model';
import { useQuery } from '@tanstack/react-query';
import { deliveryApiRef } from '../../api';

/** Asks for an entity's metrics of the last hours. */
export function useMetrics(
  entityRef: string,
  environment: string,
  hours: number,
) {
  const api = useApi(deliveryApiRef);
  return useQuery({
    queryKey: ['delivery', 'metrics', entityRef, environment, hours],
    staleTime: 30_000,
    refetchInterval: 60_000,
    retry: false,
    queryFn: ({ signal }) => {
      const to = Math.floor(Date.now() / 1000);
      const time = { environment, from: to - hours * 3600, to };
      return api.getMetrics(parseEntityRef(entityRef), time, { signal });
    },
  });
}
