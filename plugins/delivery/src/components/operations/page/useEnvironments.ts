import { useApi } from '@backstage/core-plugin-api';
import { useQuery } from '@tanstack/react-query';
import type { EnvironmentInfo } from '@throughline/plugin-delivery-common';
import { deliveryApiRef } from '../../../api';

const NONE: EnvironmentInfo[] = [];

/** The environments that there are, in their order; none until that is known. */
export function useEnvironments(): EnvironmentInfo[] {
  const api = useApi(deliveryApiRef);
  const { data } = useQuery({
    queryKey: ['delivery', 'environments'],
    queryFn: async ({ signal }) =>
      (await api.getFleet({ limit: 1 }, { signal })).environments,
    staleTime: 5 * 60_000,
    refetchInterval: false,
    refetchOnWindowFocus: false,
  });
  return data ?? NONE;
}
