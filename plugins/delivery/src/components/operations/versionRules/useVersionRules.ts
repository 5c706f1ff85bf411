import { useApi } from '@backstage/core-plugin-api';
import { parseEntityRef } from '@backstage/catalog-model';
import { useQuery } from '@tanstack/react-query';
import { deliveryOperationsApiRef } from '../../../api';

/** The rules in force, and proposals for one environment. A forge is asked for these: once, when the dialog opens. */
export function useVersionRules(entityRef: string, environment: string) {
  const api = useApi(deliveryOperationsApiRef);
  return useQuery({
    queryKey: ['delivery', 'version-rules', entityRef, environment],
    queryFn: ({ signal }) =>
      api.getVersionRules(parseEntityRef(entityRef), environment, { signal }),
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
    refetchInterval: false,
    refetchOnWindowFocus: false,
  });
}
